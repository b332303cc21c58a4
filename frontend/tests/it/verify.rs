//! Who is at the other end, by real certificates and signatures.

use chatmux_frontend::acquaintances;
use chatmux_frontend::call::verify::{own_fingerprint, peer_fingerprint};
use chatmux_frontend::clock::now;
use chatmux_frontend::keys::{Keys, verify};
use chatmux_shared::call::verify::{
    Acquaintance, Attest, End, Fault, Fingerprint, Parties, Standing, Trust, Verifications,
};
use chatmux_shared::call::word::Word;
use chatmux_shared::id::{Epoch, MemberId, RoomId, SessionId, Timestamp};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::disguise::Disguise;
use crate::pair::Pair;

/// Both ends, as the side at `place` sees them.
fn parties(pair: &Pair, place: usize, key: MemberId) -> Parties {
    let connection = pair.connection(place);
    let other = pair.sides[1 - place].me.0;
    let (mine, theirs) = pair.sides[place].links.mesh.generations(other).unwrap();
    let end = |session: SessionId, generation, fingerprint: Option<Fingerprint>| End {
        session,
        member: key,
        generation,
        fingerprint: fingerprint.unwrap(),
    };
    Parties {
        room: RoomId::LOUNGE,
        epoch: Epoch::from_random([1; 16]),
        me: end(pair.sides[place].me.0, mine, own_fingerprint(&connection)),
        peer: end(other, theirs.unwrap(), peer_fingerprint(&connection)),
    }
}

/// The next word of this kind that the side at `place` hears.
async fn heard(pair: &mut Pair, place: usize) -> Attest {
    let mut attest = None;
    pair.until("a word", |pair| {
        let mut words = pair.sides[place].heard.drain(..);
        attest = words.find_map(|word| match word {
            Word::Attest(attest) => Some(attest),
            Word::Wants(_) | Word::Gives(_) | Word::Links(_) | Word::File(_) | Word::Compare(_) => {
                None
            }
        });
        attest.is_some()
    })
    .await;
    attest.unwrap()
}

/// What the side at `place` thinks of what it hears.
async fn judged(pair: &mut Pair, place: usize, parties: Parties) -> Trust {
    let (peer, build) = (parties.peer.session, parties.me.generation);
    let mut links = Verifications::default();
    links.handle_opened(peer, build, Some(parties), now());
    let attest = heard(pair, place).await;
    if let Some(question) = links.handle_attest(peer, &attest) {
        let verdict = verify(question.author, question.signature, &question.bytes).await;
        links.handle_verdict(peer, build, verdict);
    }
    links.trust(peer, now()).unwrap()
}

async fn opened() -> Pair {
    let mut pair = Pair::new();
    pair.connect().await;
    pair.until("words", |pair| pair.sides.iter().all(|side| side.is_open))
        .await;
    pair
}

#[wasm_bindgen_test]
async fn two_real_ends_verify_each_other() {
    let keys = Keys::open().await.unwrap();
    let mut pair = opened().await;
    let seen = [0, 1].map(|place| parties(&pair, place, keys.public()));
    assert_eq!(seen[0], seen[1].turned());
    assert_ne!(seen[0].me.fingerprint, seen[0].peer.fingerprint);
    for (place, seen) in seen.iter().enumerate() {
        let signature = keys.sign(&seen.attested()).await.unwrap();
        let word = Word::Attest(seen.attest(signature));
        pair.sides[place].links.say(seen.peer.session, &word);
    }
    for place in [0, 1] {
        assert_eq!(judged(&mut pair, place, seen[place]).await, Trust::Verified);
    }
}

#[wasm_bindgen_test]
async fn a_word_about_another_certificate_is_wrong_on_a_real_link() {
    let keys = Keys::open().await.unwrap();
    let mut pair = opened().await;
    let seen = parties(&pair, 0, keys.public());
    let mut elsewhere = parties(&pair, 1, keys.public());
    elsewhere.me.fingerprint = Fingerprint::of_certificate(b"another");
    let signature = keys.sign(&elsewhere.attested()).await.unwrap();
    let word = Word::Attest(elsewhere.attest(signature));
    pair.sides[1].links.say(elsewhere.peer.session, &word);
    let trust = judged(&mut pair, 0, seen).await;
    assert_eq!(trust, Trust::Wrong(Fault::Certificate));
}

/// As in a browser that does not tell the certificate (Firefox).
#[wasm_bindgen_test]
async fn the_description_says_the_same_as_the_certificate() {
    let pair = opened().await;
    let connection = pair.connection(0);
    let by_certificate = peer_fingerprint(&connection);
    let object: Object = connection.clone().unchecked_into();
    let no_sctp = Disguise::new(object, "sctp", &JsValue::NULL);
    let by_description = peer_fingerprint(&connection);
    drop(no_sctp);
    assert!(by_certificate.is_some());
    assert_eq!(by_certificate, by_description);
    // Chromium does tell: it is not the description both times.
    let transport = Reflect::get(&connection, &"sctp".into()).unwrap();
    let transport = Reflect::get(&transport, &"transport".into()).unwrap();
    let tell = Reflect::get(&transport, &"getRemoteCertificates".into()).unwrap();
    let told = tell.unchecked_into::<Function>().call0(&transport).unwrap();
    assert_eq!(told.unchecked_into::<Array>().length(), 1);
}

#[wasm_bindgen_test]
async fn whom_one_has_compared_with_is_remembered_until_forgotten() {
    let member = MemberId::from_bytes([7; 32]);
    let standing = async || acquaintances::load().await.standing(member, "Ada");
    acquaintances::keep(Acquaintance {
        member,
        name: "Ada".to_owned(),
        at: Timestamp(1),
    })
    .await;
    assert_eq!(standing().await, Standing::Compared);
    acquaintances::remove(member).await;
    assert_eq!(standing().await, Standing::Stranger);
}
