/// The largest |t| of Welch's test between two classes of times, over all of them and over those that are cropped at several
/// percentiles: what slows a machine down now and then hides small differences, and is in the slowest times alone.
pub(super) fn largest_t(classes: &[Vec<f64>; 2]) -> f64 {
    let mut sorted = classes.concat();
    sorted.sort_by(f64::total_cmp);
    let percentile = |part: f64| sorted[((sorted.len() - 1) as f64 * part) as usize];
    let cropped = (1..=20).map(|step| percentile(1.0 - 0.5f64.powf(f64::from(step) / 2.0)));
    let t = |limit: f64| {
        let [one, other] = [0, 1].map(|class: usize| Moments::of(&classes[class], limit));
        one.t(&other).abs()
    };
    cropped.chain([f64::INFINITY]).map(t).fold(0.0, f64::max)
}

struct Moments {
    count: f64,
    mean: f64,
    variance: f64,
}

impl Moments {
    /// Of the times up to a limit.
    fn of(times: &[f64], limit: f64) -> Self {
        let kept = || times.iter().filter(|time| **time <= limit);
        let count = kept().count() as f64;
        let mean = kept().sum::<f64>() / count;
        let variance = kept().map(|time| (time - mean).powi(2)).sum::<f64>() / (count - 1.0);
        Self { count, mean, variance }
    }

    /// Zero where there is too little to say anything.
    fn t(&self, other: &Self) -> f64 {
        let error = (self.variance / self.count + other.variance / other.count).sqrt();
        let t = (self.mean - other.mean) / error;
        if t.is_finite() && self.count.min(other.count) >= 30.0 { t } else { 0.0 }
    }
}

#[test]
fn welch_s_t() {
    // 1, …, 40 and 2, …, 80: means 20.5 and 41, variances 136.67 and 546.67.
    let one: Vec<f64> = (1..=40).map(f64::from).collect();
    let other: Vec<f64> = one.iter().map(|time| 2.0 * time).collect();
    let moments = |times: &[f64]| Moments::of(times, f64::INFINITY);
    assert!((moments(&one).t(&moments(&other)) + 4.959_8).abs() < 1e-3);
    assert!(moments(&one).t(&moments(&one)).abs() < 1e-9);
    // A difference that a few slow runs hide is seen in what is cropped.
    let noisy = |offset: f64| -> Vec<f64> {
        (0..2000).map(|at| offset + f64::from(at % 7) + if at % 50 == 0 { 1e6 } else { 0.0 }).collect()
    };
    let classes = [noisy(100.0), noisy(101.0)];
    assert!(moments(&classes[0]).t(&moments(&classes[1])).abs() < 1.0);
    assert!(largest_t(&classes) > 10.0);
    assert!(largest_t(&[noisy(100.0), noisy(100.0)]) < 1e-9);
}
