//! The cases of K. Chalkias, F. Garillot, V. Nikolaenko, *Taming the many
//! EdDSAs*, IACR ePrint 2020/1244, on which libraries differ, by their numbers.

use chatmux_shared::message::{PublicKey, Signature, check_bytes};
use ed25519_dalek::{Verifier as _, VerifyingKey};
use expect_test::expect;

use super::{unhex, unhex_all};

/// Message, key and signature.
type Case = [&'static str; 3];

const CASES: [Case; 12] = [
    [
        "8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a0000000000000000000000000000000000000000000000000000000000000000",
    ],
    [
        "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
    ],
    [
        "aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab",
        "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e",
    ],
    [
        "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
        "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
        "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009",
    ],
    [
        "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
        "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
        "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed5125ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09",
    ],
    [
        "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
        "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
        "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405",
    ],
    [
        "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
        "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
        "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514",
    ],
    [
        "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
        "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
        "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa19427e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22",
    ],
    [
        "9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41",
        "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff03be9678ac102edcd92b0210bb34d7428d12ffc5df5f37e359941266a4e35f0f",
    ],
    [
        "9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41",
        "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffca8c5b64cd208982aa38d4936621a4775aa233aa0505711d8fdcfdaa943d4908",
    ],
    [
        "e96b7021eb39c1a163b6da4e3093dcd3f21387da4cc4572be588fafae23c155b",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dca5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
    ],
    [
        "39a591f5321bbe07fd5a23dc2f39d025d74526615746727ceefd6e82ae65c06f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dca5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
    ],
];

fn split(case: Case) -> (Vec<u8>, [u8; 32], [u8; 64]) {
    let [message, key, signature] = case;
    (unhex_all(message), unhex(key), unhex(signature))
}

fn refusal(case: Case) -> String {
    let (_, key, signature) = split(case);
    let (key, signature) = (PublicKey::from_bytes(key), Signature::from_bytes(signature));
    match check_bytes(&key, &signature) {
        Ok(()) => "passes".to_owned(),
        Err(refusal) => format!("{refusal:?}"),
    }
}

fn is_verified(case: Case) -> bool {
    let (message, key, signature) = split(case);
    let key = VerifyingKey::from_bytes(&key).expect("a point");
    key.verify(&message, &signature.into()).is_ok()
}

fn is_verified_strictly(case: Case) -> bool {
    let (message, key, signature) = split(case);
    let key = VerifyingKey::from_bytes(&key).expect("a point");
    key.verify_strict(&message, &signature.into()).is_ok()
}

// trial 47
#[test]
fn of_the_cases_libraries_differ_on_only_the_equation_is_left_to_them() {
    let told = CASES.map(|case| {
        let library = match (is_verified(case), is_verified_strictly(case)) {
            (true, true) => "verified",
            (true, false) => "verified, but not strictly",
            (false, _) => "not verified",
        };
        format!("{}; {library}", refusal(case))
    });
    expect![[r"
        KeyOfSmallOrder; verified, but not strictly
        KeyOfSmallOrder; verified, but not strictly
        CommitmentOfSmallOrder; verified, but not strictly
        passes; verified
        passes; not verified
        passes; not verified
        ResponseTooLarge; not verified
        ResponseTooLarge; not verified
        CommitmentOfSmallOrder; not verified
        CommitmentOfSmallOrder; not verified
        KeyOfSmallOrder; not verified
        KeyOfSmallOrder; verified, but not strictly"]]
    .assert_eq(&told.join("\n"));
}

#[test]
fn what_the_library_verifies_strictly_passes() {
    let verified = CASES.into_iter().filter(|case| is_verified_strictly(*case));
    for case in verified {
        assert_eq!(refusal(case), "passes");
    }
}

/// Case 6 is a right signature with the order added to its second half.
#[test]
fn the_order_of_the_group_is_the_right_one() {
    let order: [u8; 32] = unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    let (message, key, mut signature) = split(CASES[6]);
    let mut borrow = 0;
    for (byte, less) in signature[32..].iter_mut().zip(order) {
        let (first, one) = byte.overflowing_sub(less);
        let (second, other) = first.overflowing_sub(borrow);
        *byte = second;
        borrow = u8::from(one || other);
    }
    let verifying = VerifyingKey::from_bytes(&key).expect("a point");
    let checked = check_bytes(
        &PublicKey::from_bytes(key),
        &Signature::from_bytes(signature),
    );
    assert_eq!(checked, Ok(()));
    let verified = verifying.verify_strict(&message, &signature.into());
    assert!(verified.is_ok());
}
