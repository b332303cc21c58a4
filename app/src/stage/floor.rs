//! What is where on the stage, and what the person holds on to there.
//!
//! Invariant: places follow from what is known here by the rules of
//! `chatmux_shared::stage`; nothing is ever put anywhere by hand.

use chatmux_shared::stage::{
    Cast, Layout, Seat, Shown, Sight, Size, Space, Standing, Tile, View, arrivals,
};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{Element, Event};

use super::measures::Measures;
use super::tiles::tiles;
use crate::room::Desk;
use crate::ui::{Outside, Ui};

/// How high a picture in a window of its own is reckoned to be where the
/// browser does not tell: about so large it is made.
pub(super) const ASIDE: u32 = 270;

/// The floor of the stage: a handle, as small as a few signals.
#[derive(Debug, Clone, Copy)]
pub struct Floor {
    desk: Desk,
    pinned: RwSignal<Option<Tile>>,
    view: RwSignal<View>,
    /// The tile that was tapped, and shows its tools.
    touched: RwSignal<Option<Tile>>,
    /// The tile on the full screen.
    pub(super) alone: RwSignal<Option<Tile>>,
    /// The tile in a window of its own.
    pub(super) aside: RwSignal<Option<Tile>>,
    /// How high that window is.
    pub(super) aside_height: RwSignal<u32>,
    pub(super) measures: RwSignal<Measures>,
    pub(super) scrolled: RwSignal<(u32, u32)>,
    tiles: Memo<Vec<Tile>>,
    plan: Memo<Plan>,
}

/// Everything in its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Plan {
    screens: Vec<Tile>,
    large: Option<Tile>,
    layout: Layout,
}

impl Floor {
    /// An empty floor.
    pub fn new(desk: Desk) -> Self {
        let (pinned, view) = (RwSignal::default(), RwSignal::default());
        let measures = RwSignal::<Measures>::default();
        let tiles = Memo::new(move |_| tiles(desk));
        let plan = move |before: Option<&Plan>| {
            let size = measures.with(|measures| measures.stage);
            tiles.with(|tiles| Plan::of(before, tiles, desk, pinned.get(), view.get(), size))
        };
        Self {
            desk,
            pinned,
            view,
            touched: RwSignal::default(),
            alone: RwSignal::default(),
            aside: RwSignal::default(),
            aside_height: RwSignal::new(ASIDE),
            measures,
            scrolled: RwSignal::default(),
            tiles,
            plan: Memo::new(plan),
        }
    }

    /// The floor of this room.
    ///
    /// # Panics
    /// Outside of the room.
    pub fn here() -> Self {
        expect_context()
    }

    /// What the person chose to see.
    pub fn view(self) -> RwSignal<View> {
        self.view
    }

    /// All tiles, in the order of the keyboard.
    pub(super) fn tiles(self) -> Vec<Tile> {
        self.tiles.get()
    }

    /// Where a tile is.
    pub(super) fn seat(self, tile: Tile) -> Option<Seat> {
        self.plan.with(|plan| plan.layout.seat(tile))
    }

    /// What all tiles stand on.
    pub(super) fn ground(self) -> Size {
        self.plan.with(|plan| plan.layout.ground)
    }

    /// Whether a tile is held on to.
    pub(super) fn is_pinned(self, tile: Tile) -> bool {
        self.pinned.get() == Some(tile)
    }

    /// Holds on to a tile, or lets it go.
    pub(super) fn pin(self, tile: Tile) {
        let other = Some(tile).filter(|tile| self.pinned.get_untracked() != Some(*tile));
        self.pinned.set(other);
    }

    /// The same for the one at `place`, counted from 0.
    pub fn pin_at(self, place: usize) {
        let tile = self.tiles.with_untracked(|tiles| tiles.get(place).copied());
        if let Some(tile) = tile {
            self.pin(tile);
        }
    }

    /// A tap on a picture shows its tools, or hides them.
    pub(super) fn touch(self, tile: Tile, event: &Event) {
        if !is_on_tools(event) {
            let other = Some(tile).filter(|tile| self.touched.get_untracked() != Some(*tile));
            self.touched.set(other);
        }
    }

    /// A double one pins it.
    pub(super) fn touch_twice(self, tile: Tile, event: &Event) {
        if !is_on_tools(event) {
            self.pin(tile);
        }
    }

    /// The classes of a tile that follow from all this.
    pub(super) fn class(self, tile: Tile) -> String {
        let standing = match self.seat(tile).map(|seat| seat.standing) {
            Some(Standing::Large) => " tile-large",
            Some(Standing::Small) => " tile-small",
            Some(Standing::Floating) => " tile-floating",
            Some(Standing::Even) | None => "",
        };
        let is_speaking = matches!(tile, Tile::Person(session)
            if self.desk.state().speaking.read().contains(&session));
        let ring = if is_speaking { " tile-speaking" } else { "" };
        let is_touched = self.touched.get() == Some(tile);
        let touched = if is_touched { " tile-touched" } else { "" };
        ["tile", standing, ring, touched].concat()
    }

    /// Fills the screen with the tile one is at, else the large one, else the
    /// stage; or gives the screen back.
    pub fn fill_screen(self) {
        let at = document()
            .active_element()
            .and_then(|element| element.closest(".tile").ok().flatten());
        let filling = document().fullscreen_element();
        let place = filling
            .or(at)
            .or_else(|| first(".tile-large"))
            .or_else(|| first(".stage"));
        if let Some(place) = place {
            Ui.show(Outside::FullScreen, &place);
        }
    }

    /// How much is seen of the others' tiles.
    pub(super) fn shown(self) -> Vec<Shown> {
        let me = self.desk.session();
        let sight = self.sight();
        let mut shown = self.plan.with(|plan| sight.of(&plan.layout));
        shown.retain(|shown| Some(shown.tile.session()) != me);
        shown
    }

    fn sight(self) -> Sight {
        let measures = self.measures.get();
        let is_covered = measures.is_narrow && self.desk.panel().get().is_some();
        let window = if measures.is_hidden || is_covered {
            Size::default()
        } else {
            measures.stage
        };
        let alone = self.alone.get().filter(|_| !measures.is_hidden);
        Sight {
            window,
            scrolled: self.scrolled.get(),
            alone: alone.map(|tile| (tile, measures.window)),
            aside: self.aside.get().map(|tile| (tile, self.aside_height.get())),
            density: measures.density,
        }
    }
}

impl Plan {
    fn of(
        before: Option<&Self>,
        tiles: &[Tile],
        desk: Desk,
        pinned: Option<Tile>,
        view: View,
        size: Size,
    ) -> Self {
        let screens = arrivals(before.map_or(&[], |plan| &plan.screens), tiles);
        let me = desk.session();
        let cast = Cast {
            tiles,
            screens: &screens,
            pinned,
            speakers: &desk.state().speaking.read(),
            me,
            view,
            before: before.and_then(|plan| plan.large),
        };
        let large = cast.large();
        let gap = if size.width < 640 { 8 } else { 12 };
        let layout = Layout::of(tiles, large, me.map(Tile::Person), Space { size, gap });
        Self {
            screens,
            large,
            layout,
        }
    }
}

fn first(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// Fills the screen with all of the stage.
pub fn fill_screen() {
    if let Some(stage) = first(".stage") {
        Ui.show(Outside::FullScreen, &stage);
    }
}

/// Whether something happened on the tools of a tile, not on its picture.
fn is_on_tools(event: &Event) -> bool {
    let element = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    element.is_some_and(|it| it.closest(".tile-tools").is_ok_and(|tools| tools.is_some()))
}
