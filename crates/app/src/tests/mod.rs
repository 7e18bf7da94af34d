mod backup;
mod desk;
mod flow;
mod refusals;
mod secrets;
mod specifications;
