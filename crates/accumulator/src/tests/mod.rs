mod describing;
mod following;
mod forks;
mod reading;
mod scene;
mod segments;
mod showing;
