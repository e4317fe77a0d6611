//! A stored answer is given again to the same question, and to no other.

mod common;

use common::{NOON, answer, response, spec, writer};
use proptest::prelude::*;
use tribunal_store::{CacheAnswer, CacheKey, Message, Nearest, Reader, Slot};

fn key(model: &str, repeat: u32, body: &str) -> CacheKey {
    CacheKey::new([
        ("endpoint", "https://api.example"),
        ("model", model),
        ("repeat", &repeat.to_string()),
        ("body", body),
    ])
}

#[test]
fn hit_miss_and_the_nearest_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let writer = writer(&path);
    let (run, _) = writer.begin_run(spec("r-1"), NOON).unwrap();
    let reader = Reader::open(&path).unwrap();
    let body = "how much is two and two, said in more than sixty-four characters, please?";
    let nothing = reader.explain_cache(&key("a", 0, body)).unwrap();
    assert_eq!(
        nothing,
        CacheAnswer::Miss {
            stored: 0,
            nearest: None
        }
    );

    let mut ids = Vec::new();
    for (ordinal, model) in [(0, "a"), (1, "b")] {
        let mut message = answer(run, ordinal, 0);
        if let Message::Answer { cache, .. } = &mut message {
            *cache = Some(key(model, 0, body));
        }
        ids.push(writer.call(message).unwrap().response.unwrap());
    }
    assert_eq!(
        reader.cached(&key("b", 0, body)).unwrap(),
        Some(response(1))
    );
    assert_eq!(reader.cached(&key("c", 0, body)).unwrap(), None);
    assert_eq!(
        reader.explain_cache(&key("a", 0, body)).unwrap(),
        CacheAnswer::Hit(ids[0])
    );
    assert_eq!(
        reader.explain_cache(&key("b", 1, body)).unwrap(),
        CacheAnswer::Miss {
            stored: 2,
            nearest: Some(Nearest {
                response: ids[1],
                field: "repeat".to_owned(),
                stored: Some("0".to_owned()),
                asked: Some("1".to_owned()),
                differing: 1,
            })
        }
    );
    let CacheAnswer::Miss {
        nearest: Some(nearest),
        ..
    } = reader.explain_cache(&key("a", 0, "another")).unwrap()
    else {
        panic!("another body cannot hit");
    };
    assert_eq!((nearest.response, nearest.field.as_str()), (ids[0], "body"));
    assert!(nearest.stored.unwrap().starts_with("blake3:"));

    // Asked again on purpose: from then on the new answer is the cached one.
    writer
        .call(Message::Reopen {
            slots: vec![Slot {
                run,
                ordinal: 0,
                repeat: 0,
            }],
        })
        .unwrap();
    let mut again = answer(run, 0, 0);
    if let Message::Answer {
        cache, response, ..
    } = &mut again
    {
        *cache = Some(key("a", 0, body));
        response.text = "four".to_owned();
    }
    writer.call(again).unwrap();
    assert_eq!(
        reader.cached(&key("a", 0, body)).unwrap().unwrap().text,
        "four"
    );
}

proptest! {
    #[test]
    fn keys_are_equal_only_for_equal_fields(
        a in proptest::collection::vec(("[a-c]{0,3}", "[a-c]{0,3}"), 0..4),
        b in proptest::collection::vec(("[a-c]{0,3}", "[a-c]{0,3}"), 0..4),
    ) {
        let same = CacheKey::new(a.clone()).digest() == CacheKey::new(b.clone()).digest();
        prop_assert_eq!(same, a == b);
    }
}

#[test]
fn the_key_of_a_question_never_changes() {
    // Frozen: another digest would silently empty every cache.
    let digest: String = key("m", 0, "b")
        .digest()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(
        digest,
        "6751f962dc4aab1ba801a667ff28b6ce15732a4056b12ce31d1c363e6b33a610"
    );
}
