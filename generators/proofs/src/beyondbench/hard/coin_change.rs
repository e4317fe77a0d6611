//! `beyondbench.hard.coin_change`, by layers: all sums that some number of coins can make, one coin
//! more at a time, each layer a set of bits that is the one before moved up by every coin.

use tribunal_verifiers::Check;

use super::named::{accepts, reference, refuses};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.coin_change",
    method: "sums of one coin more at a time",
    confirm,
};

/// Larger sums are not believed.
const LARGEST: i64 = 1 << 20;

/// The sums from 0 on that some number of coins can make, a bit each.
type Layer = Vec<u64>;

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let (coins, sum) = (question.ints("coins")?, question.int("sum")?);
    ensure!((1..=LARGEST).contains(&sum), "{sum} is no sum to pay");
    let sound = coins.iter().all(|&coin| 0 < coin && coin <= LARGEST) && coins.contains(&1);
    ensure!(sound, "{coins:?} are not the coins");
    let coins: Vec<usize> = coins.iter().map(|&coin| coin as usize).collect();
    let sum = sum as usize;
    let mut layers = vec![vec![0u64; sum / 64 + 1]];
    layers[0][0] = 1;
    while !holds(&layers[layers.len() - 1], sum) {
        let next = next(&layers[layers.len() - 1], &coins);
        layers.push(next);
    }
    let fewest = layers.len() - 1;
    let Check::Change(check) = question.check else {
        return question.is_integer(fewest as i64);
    };
    let key = check.fewest();
    ensure!(key == fewest, "the key pays {key} coins, not {fewest}");
    let stated = reference(question)?;
    let stated = stated.split(|c: char| !c.is_ascii_digit());
    let stated: Vec<usize> = stated.filter_map(|coin| coin.parse().ok()).collect();
    let whole = stated.len() == fewest && stated.iter().sum::<usize>() == sum;
    let known = stated.iter().all(|coin| coins.contains(coin));
    ensure!(whole && known, "the key pays {stated:?}");
    let paid = paid(&layers, &coins, sum)?;
    accepts(question, &format!("{paid:?}"))?;
    refuses(question, &format!("{:?}", &paid[1..]))?;
    let more = next(&layers[fewest], &coins);
    if holds(&more, sum) {
        layers.push(more);
        let paid = self::paid(&layers, &coins, sum)?;
        refuses(question, &format!("{paid:?}"))?;
    }
    Ok(())
}

fn holds(layer: &Layer, sum: usize) -> bool {
    layer[sum / 64] >> (sum % 64) & 1 == 1
}

fn next(layer: &Layer, coins: &[usize]) -> Layer {
    let mut next = vec![0; layer.len()];
    for &coin in coins {
        let (words, bits) = (coin / 64, coin % 64);
        for at in words..layer.len() {
            next[at] |= layer[at - words] << bits;
            if bits > 0 && at > words {
                next[at] |= layer[at - words - 1] >> (64 - bits);
            }
        }
    }
    next
}

/// The coins that lead from layer to layer up to `sum` in the last one.
fn paid(layers: &[Layer], coins: &[usize], sum: usize) -> Result<Vec<usize>, Doubt> {
    let mut left = sum;
    let mut paid = Vec::new();
    for layer in layers.iter().rev().skip(1) {
        let coin = coins
            .iter()
            .find(|&&coin| coin <= left && holds(layer, left - coin))
            .ok_or_else(|| Doubt::new("a layer holds a sum that nothing leads to"))?;
        paid.push(*coin);
        left -= coin;
    }
    Ok(paid)
}
