//! Files over a real link, to a real disk.

use chatmux_frontend::call::{BytesEvent, Heard};
use chatmux_frontend::clock::now;
use chatmux_shared::call::transfer::{FileKind, FileName, Key, Offer, Standing};
use chatmux_shared::call::word::Word;
use chatmux_shared::id::{FileId, SessionId};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{File, Response};

use crate::pair::{Pair, Side};

const SIZE: u32 = 5_000_000;

/// What the driver does for files.
fn settle(side: &mut Side, peer: SessionId) {
    for (from, heard) in std::mem::take(&mut side.happened) {
        match heard {
            Heard::Said(Word::File(word)) => {
                side.files.transfers.handle_word(from, word, now());
            }
            Heard::Bytes(BytesEvent::Piece(header, bytes)) => {
                let length = bytes.length().into();
                let taken = side
                    .files
                    .transfers
                    .handle_piece(from, header, length, now());
                side.files.take(taken.expect("it is expected"), bytes);
            }
            Heard::Opened | Heard::Said(_) | Heard::Bytes(_) => {}
        }
    }
    for answer in std::mem::take(&mut side.answers) {
        side.files.handle(answer, now());
    }
    let link = side.links.bytes(peer).map(|(generation, _)| generation);
    side.files.transfers.handle_link(peer, link, now());
    side.files.perform(&side.links);
    while let Some((to, word)) = side.files.transfers.poll_word() {
        side.links.say(to, &Word::File(word));
    }
}

async fn until(pair: &mut Pair, what: &str, mut is_there: impl FnMut(&mut Pair) -> bool) {
    pair.until(what, |pair| {
        let sessions = [pair.sides[0].me.0, pair.sides[1].me.0];
        for place in [0, 1] {
            settle(&mut pair.sides[place], sessions[1 - place]);
        }
        is_there(pair)
    })
    .await;
}

fn standing(pair: &Pair) -> Option<Standing> {
    let mut incoming = pair.sides[1].files.transfers.incoming(now());
    incoming.next().map(|(.., standing)| standing)
}

fn done(pair: &Pair) -> u64 {
    match standing(pair) {
        Some(Standing::Running { done, .. }) => done,
        _ => 0,
    }
}

fn bytes() -> Uint8Array {
    let bytes: Vec<u8> = (0..SIZE)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    Uint8Array::from(&bytes[..])
}

#[wasm_bindgen_test]
async fn a_file_comes_over_whole_though_the_link_is_built_anew_on_the_way() {
    let mut pair = Pair::new();
    pair.connect().await;
    let [sender, receiver] = [pair.sides[0].me.0, pair.sides[1].me.0];
    let offer = Offer {
        file: FileId::from_random([5; 16]),
        name: FileName::tame("five.bin"),
        size: u64::from(SIZE),
        kind: FileKind::default(),
    };
    let file = File::new_with_u8_array_sequence(&Array::of1(&bytes()), "five.bin").unwrap();
    let (from, key) = (
        &mut pair.sides[0].files,
        Key {
            peer: sender,
            file: offer.file,
        },
    );
    from.transfers.offer(&offer, &[receiver], now()).unwrap();
    from.keep_source(offer.file, file);
    until(&mut pair, "an offer", |pair| {
        standing(pair) == Some(Standing::Offered)
    })
    .await;

    pair.sides[1].files.transfers.accept(key);
    until(&mut pair, "some bytes", |pair| done(pair) > 0).await;
    let former = pair.connection(0);
    for place in [0, 1] {
        let peer = pair.sides[1 - place].me.0;
        pair.sides[place].links.mesh.handle_left(peer);
    }
    pair.settle();
    pair.introduce(0);
    pair.introduce(1);
    until(&mut pair, "all of it", |pair| {
        standing(pair) == Some(Standing::Done)
    })
    .await;
    assert!(pair.connection(0) != former);

    let saved = pair.sides[1].files.saved(key).expect("it is saved");
    let url = saved.url.clone().expect("the browser keeps it");
    let response = JsFuture::from(web_sys::window().unwrap().fetch_with_str(&url))
        .await
        .unwrap();
    let response: Response = response.unchecked_into();
    let came = JsFuture::from(response.array_buffer().unwrap())
        .await
        .unwrap();
    assert!(Uint8Array::new(&came).to_vec() == bytes().to_vec());
}
