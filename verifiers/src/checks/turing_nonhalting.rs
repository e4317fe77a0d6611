//! A proof that a Turing machine never halts.

use serde::{Deserialize, Serialize};

use crate::check::Answer;
use crate::extract;
use crate::turing::{Certificate, Machine, Refusal};
use crate::value::CertificateShape;
use crate::verdict::{Judgement, Verdict};

/// The answer must be a certificate that the machine never halts; every one that its verifier
/// accepts is right, of whatever kind. A cycle has to be told with its shortest period, since one
/// long period with many divisors would do for most cycles there are.
///
/// A certificate that can't be checked within the stated limits is not accepted, and its reason
/// begins with `limit reached`: the prompt tells the limits, so it is an answer, and not a right one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct TuringNonhaltingCheck {
    machine: Machine,
    certificate: Certificate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    machine: Machine,
    certificate: Certificate,
}

impl TryFrom<RawCheck> for TuringNonhaltingCheck {
    type Error = Refusal;

    fn try_from(raw: RawCheck) -> Result<Self, Refusal> {
        Self::new(raw.machine, &raw.certificate)
    }
}

impl TuringNonhaltingCheck {
    /// The check for `machine`, of which one certificate is known; it is kept with its shortest
    /// period.
    ///
    /// # Errors
    /// [`Refusal`] when that certificate is not accepted.
    pub fn new(machine: Machine, certificate: &Certificate) -> Result<Self, Refusal> {
        certificate.verify(&machine)?;
        let certificate = certificate.shortest(&machine);
        Ok(Self {
            machine,
            certificate,
        })
    }

    /// The machine.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// The certificate that is known.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        extract::read(answer, &CertificateShape).judge(|certificate| {
            let text = certificate.to_json();
            if let Err(refusal) = certificate.verify(&self.machine) {
                return Verdict::incorrect(text, refusal.to_string());
            }
            let shortest = certificate.shortest(&self.machine);
            if shortest == *certificate {
                Verdict::correct(text)
            } else {
                let shortest = shortest.to_json();
                let reason =
                    format!("it is a proof, but the period is not the shortest: {shortest}");
                Verdict::incorrect(text, reason)
            }
        })
    }

    /// The certificate that is known, boxed.
    pub fn reference(&self) -> String {
        reply(&self.certificate)
    }

    /// A certificate that no machine has, boxed: a cycle of no steps.
    pub fn counterfeit(&self) -> String {
        reply(&Certificate::Cycler {
            start: 0,
            period: 0,
        })
    }
}

fn reply(certificate: &Certificate) -> String {
    super::reply("This proves it.", &certificate.to_json())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    #[test]
    fn any_proof_is_right_and_nothing_else() {
        let machine: Machine = "1RB1RZ_1RA0RB".parse().expect("a machine");
        let known = Certificate::TranslatedCycler {
            start: 0,
            period: 2,
        };
        let check = TuringNonhaltingCheck::new(machine, &known).expect("a proof");
        let judge = |text: &str| {
            let answer = Answer {
                text,
                finish: Finish::Stop,
            };
            check.judge(answer)
        };
        assert_eq!(judge(&check.reference()).strict.outcome, Outcome::Correct);
        assert_eq!(
            judge(&check.counterfeit()).strict.outcome,
            Outcome::Incorrect
        );
        for text in [
            r#"\boxed{{"kind": "translated_cycler", "start": 6, "period": 2}}"#,
            r#"\boxed{\{"kind": "ngram\_cps", "left": 1, "right": 1, "contexts": 3\}}"#,
        ] {
            assert_eq!(judge(text).strict.outcome, Outcome::Correct, "{text}");
        }
        let fenced = "So here it is:\n\n```json\n{\n  \"kind\": \"ngram_cps\",\n  \"left\": 1,\n  \"right\": 1,\n  \"contexts\": 3\n}\n```\n";
        assert_eq!(judge(fenced).lenient.outcome, Outcome::Correct);
        let verdict = judge(r#"\boxed{{"kind": "backward", "depth": 9999, "branches": 1}}"#).strict;
        assert_eq!(verdict.outcome, Outcome::Incorrect);
        assert_eq!(
            verdict.evidence.reason.as_deref(),
            Some("limit reached: the depth is more than 1000")
        );
        let verdict =
            judge(r#"\boxed{{"kind": "translated_cycler", "start": 6, "period": 4}}"#).strict;
        assert_eq!(verdict.outcome, Outcome::Incorrect);
        let json = serde_json::to_string(&check).expect("plain data");
        assert_eq!(
            serde_json::from_str::<TuringNonhaltingCheck>(&json).expect("its own"),
            check
        );
        let other = json.replace(r#""period":2"#, r#""period":1"#);
        assert!(serde_json::from_str::<TuringNonhaltingCheck>(&other).is_err());
    }
}
