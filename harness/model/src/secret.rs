//! Keys, and keeping them out of everything that is stored or shown.

use bytes::Bytes;
use memchr::memmem;
use secrecy::{ExposeSecret, SecretString};
use std::fmt;

/// What stands where a secret stood.
pub(crate) const MASK: &str = "[secret]";

/// Keys shorter than this are taken for dummies (`x`, `EMPTY`, `sk-1234`)
/// such as local servers are given: masking them would eat ordinary words.
const SHORTEST_SECRET: usize = 8;

/// A key read from the environment. `Debug` and `Display` show a mask; the
/// memory is wiped when it is dropped.
#[derive(Clone)]
pub struct ApiKey(SecretString);

impl ApiKey {
    /// Wraps a key; surrounding white space, the usual leftover of a file or a
    /// copied line, is cut.
    pub fn new(key: &str) -> Self {
        Self(SecretString::from(key.trim().to_owned()))
    }

    /// The key itself. Only header values are made of it.
    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl fmt::Display for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

/// Finds the echoes of secrets in what a server sent and masks them.
///
/// Looked for are the key as it is, percent-encoded, JSON-escaped, and in
/// base64 of either alphabet at all three alignments, so that the key is found
/// inside an encoded `Authorization` header too.
#[derive(Default)]
pub(crate) struct Scrubber {
    needles: Vec<memmem::Finder<'static>>,
}

impl Scrubber {
    /// A scrubber for these secrets.
    pub(crate) fn new<'a>(secrets: impl IntoIterator<Item = &'a ApiKey>) -> Self {
        let mut forms: Vec<Vec<u8>> = Vec::new();
        for secret in secrets {
            let key = secret.expose();
            if key.len() < SHORTEST_SECRET {
                continue;
            }
            forms.push(key.as_bytes().to_vec());
            forms.push(percent_encoded(key));
            if let Ok(quoted) = serde_json::to_string(key) {
                forms.push(quoted.as_bytes()[1..quoted.len() - 1].to_vec());
            }
            forms.push(key.replace('/', "\\/").into_bytes());
            for alphabet in [STANDARD, URL_SAFE] {
                forms.extend((0..3).map(|offset| base64_core(key.as_bytes(), offset, alphabet)));
            }
        }
        forms.retain(|form| form.len() >= SHORTEST_SECRET);
        // Longer forms first, so that a form holding another is masked whole.
        forms.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        forms.dedup();
        let needles = forms
            .iter()
            .map(|form| memmem::Finder::new(form).into_owned())
            .collect();
        Self { needles }
    }

    /// The bytes with every echo masked; untouched bytes are handed back
    /// without a copy. A body that was cut inside an echo loses that tail too.
    pub(crate) fn bytes(&self, body: Bytes) -> Bytes {
        let mut body = body;
        for needle in &self.needles {
            if needle.find(&body).is_some() {
                body = Bytes::from(replaced(needle, &body));
            }
            if let Some(kept) = begun(needle.needle(), &body) {
                let mut cut = body[..kept].to_vec();
                cut.extend_from_slice(MASK.as_bytes());
                body = Bytes::from(cut);
            }
        }
        body
    }

    /// The same for text.
    pub(crate) fn text(&self, text: &mut String) {
        for needle in &self.needles {
            if needle.find(text.as_bytes()).is_some() {
                // The needles are ASCII or valid UTF-8, so the rest stays text.
                *text = String::from_utf8_lossy(&replaced(needle, text.as_bytes())).into_owned();
            }
        }
    }
}

fn replaced(needle: &memmem::Finder<'static>, hay: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(hay.len());
    let mut from = 0;
    for at in needle.find_iter(hay) {
        out.extend_from_slice(&hay[from..at]);
        out.extend_from_slice(MASK.as_bytes());
        from = at + needle.needle().len();
    }
    out.extend_from_slice(&hay[from..]);
    out
}

/// Where a beginning of the needle (6 bytes or more) ends the body.
fn begun(needle: &[u8], body: &[u8]) -> Option<usize> {
    let longest = needle.len().saturating_sub(1).min(body.len());
    (6..=longest)
        .rev()
        .find(|&len| body.ends_with(&needle[..len]))
        .map(|len| body.len() - len)
}

fn percent_encoded(key: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(key.len());
    for byte in key.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("%{byte:02X}").as_bytes());
        }
    }
    out
}

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The base64 characters that depend on the key alone when it stands `offset`
/// bytes (mod 3) into the encoded text.
fn base64_core(key: &[u8], offset: usize, alphabet: &[u8; 64]) -> Vec<u8> {
    let bits = |index: usize| -> Option<u8> {
        // The 6 bits of character `index`, if all of them come from the key.
        let first = (index * 6).checked_sub(offset * 8)?;
        let (byte, shift) = (first / 8, first % 8);
        let wide = u16::from(*key.get(byte)?) << 8;
        let low = if shift > 2 {
            u16::from(*key.get(byte + 1)?)
        } else {
            0
        };
        Some((((wide | low) >> (10 - shift)) & 0x3f) as u8)
    };
    let start = (offset * 8).div_ceil(6);
    (start..)
        .map_while(bits)
        .map(|six| alphabet[usize::from(six)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "sk-canary/0123+456=789";

    fn scrub(body: &str) -> String {
        let key = ApiKey::new(KEY);
        let body = Scrubber::new([&key]).bytes(Bytes::copy_from_slice(body.as_bytes()));
        String::from_utf8(body.to_vec()).unwrap()
    }

    #[test]
    fn a_key_shows_only_its_mask() {
        let key = ApiKey::new(KEY);
        assert_eq!(format!("{key} {key:?}"), "[secret] [secret]");
    }

    #[test]
    fn every_form_of_an_echo_is_masked() {
        // base64 of the key, of "Bearer " + key and of "ab" + key, made by an
        // independent encoder.
        for echo in [
            KEY,
            "sk-canary%2F0123%2B456%3D789",
            "sk-canary\\/0123+456=789",
            "c2stY2FuYXJ5LzAxMjMrNDU2PTc4OQ==",
            "QmVhcmVyIHNrLWNhbmFyeS8wMTIzKzQ1Nj03ODk=",
            "YWJzay1jYW5hcnkvMDEyMys0NTY9Nzg5",
        ] {
            let out = scrub(&format!("you sent {echo}, which is wrong"));
            assert!(out.contains(MASK), "{echo}: {out}");
            for part in ["canary", "MTIz", "AxMj", "EyMy"] {
                assert!(!out.contains(part), "{echo}: {out}");
            }
        }
    }

    #[test]
    fn a_body_cut_inside_the_key_loses_the_beginning_too() {
        assert_eq!(scrub("bad key sk-canary/01"), "bad key [secret]");
    }

    #[test]
    fn dummies_and_clean_bodies_are_left_alone() {
        let key = ApiKey::new("EMPTY");
        let body = Bytes::from_static(b"EMPTY is a word");
        assert_eq!(Scrubber::new([&key]).bytes(body.clone()), body);
        assert_eq!(scrub("nothing here"), "nothing here");
    }
}
