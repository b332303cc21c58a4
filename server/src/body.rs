//! The body of a request, whole.
//!
//! Invariant: one that is too long or does not come in time is refused with
//! a problem of its kind.

use std::error::Error;
use std::iter::successors;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use tower_http::timeout::TimeoutError;

use crate::problem::Problem;

/// All of a body.
pub struct Body(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = Bytes::from_request(request, state).await;
        bytes.map(Self).map_err(|why| unread(&why))
    }
}

fn unread(why: &BytesRejection) -> Problem {
    let mut causes = successors(Some(why as &(dyn Error + 'static)), |&cause| cause.source());
    if causes.any(<dyn Error>::is::<TimeoutError>) {
        return Problem::TooSlow;
    }
    Problem::of_status(why.status())
}
