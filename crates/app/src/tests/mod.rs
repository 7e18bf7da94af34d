mod backup;
mod desk;
mod flow;
mod killed;
mod refusals;
mod secrets;
mod specifications;
