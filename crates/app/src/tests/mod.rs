mod backup;
mod desk;
mod flow;
mod queries;
mod refusals;
mod secrets;
mod specifications;
