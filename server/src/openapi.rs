//! What the API is, for programs (`OpenAPI` 3.1).
//!
//! Invariant: the document names every route under `/api`, and no other; a
//! test asks each of them.

use axum::response::IntoResponse;
use http::header;

/// The document.
pub const DOCUMENT: &str = include_str!("openapi.json");

/// `GET /api/openapi.json`.
pub async fn describe() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT)
}
