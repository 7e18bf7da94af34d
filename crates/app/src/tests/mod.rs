mod backup;
mod desk;
mod flow;
mod life;
mod queries;
mod refusals;
mod secrets;
mod specifications;
