//! What the app shows, through its pages and its plain functions.
