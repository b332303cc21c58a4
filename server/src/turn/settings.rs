//! The settings of STUN and TURN.

use std::net::IpAddr;

use clap::builder::RangedU64ValueParser;
use clap::{ValueEnum, value_parser};

use super::addresses::Block;
use super::others::Other;
use super::ports::Ports;

/// Whether this server has a relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Offer {
    /// It has.
    On,
    /// It has none.
    Off,
}

/// What a host may say of relays.
#[derive(Debug, Clone, clap::Args)]
pub struct Settings {
    /// Whether this server helps calls through networks that let nobody in
    /// (STUN and TURN, over UDP).
    #[arg(long, env = "CHATMUX_TURN", value_enum, default_value_t = Offer::On)]
    pub turn: Offer,

    /// The UDP port of STUN and TURN: 3478 by default, or any if that one is
    /// taken.
    #[arg(long, env = "CHATMUX_TURN_PORT")]
    pub turn_port: Option<u16>,

    /// The address at which people reach this machine over UDP. Without it,
    /// the one of the name in --public-url is taken, else that of the network
    /// interface.
    #[arg(long, env = "CHATMUX_TURN_ADDRESS")]
    pub turn_address: Option<IpAddr>,

    /// The UDP ports that relayed calls go through, one for each way.
    #[arg(long, env = "CHATMUX_TURN_RELAY_PORTS", default_value_t = Ports::DYNAMIC)]
    pub turn_relay_ports: Ports,

    /// Addresses that may be reached through the relay though they are not
    /// for everyone, such as 192.168.0.0/16; several with commas between.
    #[arg(long, env = "CHATMUX_TURN_ALLOW", value_delimiter = ',')]
    pub turn_allow: Vec<Block>,

    /// Seconds for which a credential opens ways through the relay; a way
    /// that is open stays so for as long as its session is in the room.
    #[arg(long, env = "CHATMUX_TURN_LIFETIME", default_value_t = 3600, value_parser = value_parser!(u64).range(1..=86_400))]
    pub turn_lifetime: u64,

    /// Ways through the relay that one session may have at a time. A network
    /// may have so many for each of --network-share people, but no more than
    /// half of all; and all are no more than --turn-relay-ports, nor than
    /// half of the files that this process may have open (ulimit -n). Those
    /// who try from outside a room have 16 a network, and 64 in all.
    #[arg(long, env = "CHATMUX_TURN_ALLOCATIONS", default_value_t = 32, value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    pub turn_allocations: usize,

    /// Another server of STUN or TURN, such as
    /// turns:turn.example:443?transport=tcp,user,password for networks that
    /// let no UDP through, or turn:turn.example,secret=SECRET; once for each,
    /// in the variable with spaces between. There is none by default.
    #[arg(
        long = "ice-server",
        env = "CHATMUX_ICE_SERVER",
        value_delimiter = ' ',
        hide_env_values = true
    )]
    pub ice_servers: Vec<Other>,
}
