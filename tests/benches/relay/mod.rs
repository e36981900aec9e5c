//! A relay between a client and a server that counts round trips: how often the client speaks after the server.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// What the relay has seen.
#[derive(Debug, Default)]
struct Seen {
    round_trips: AtomicUsize,
    server_spoke: AtomicBool,
}

/// A relay to the server of a URL.
#[derive(Debug)]
pub(crate) struct Relay {
    /// The same database, through the relay.
    pub(crate) url: String,
    seen: Arc<Seen>,
}

impl Relay {
    /// A relay to the server whose socket `url` names; none where there is no server.
    pub(crate) fn open(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let (place, parameters) = rest.split_once('?')?;
        let parameter = |name: &str| {
            parameters.split('&').find_map(|parameter| parameter.strip_prefix(&format!("{name}=")))
        };
        let (socket, plain) = match scheme {
            "postgres" => (format!("{}/.s.PGSQL.5432", parameter("host")?), "sslmode=disable"),
            "mysql" => (parameter("socket")?.to_owned(), "ssl-mode=disabled"),
            _ => return None,
        };
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("a listener has an address").port();
        let (user, path) = place.split_once('@')?;
        let database = path.split_once('/').map_or("", |(_, database)| database);
        let url = format!("{scheme}://{user}@127.0.0.1:{port}/{database}?{plain}");
        let seen = Arc::new(Seen::default());
        let counted = Arc::clone(&seen);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let server = UnixStream::connect(&socket).expect("the server was there just now");
                relay(client, server, &counted);
            }
        });
        Some(Self { url, seen })
    }

    /// How often the client has spoken after the server.
    pub(crate) fn round_trips(&self) -> usize {
        self.seen.round_trips.load(Ordering::SeqCst)
    }
}

fn relay(client: TcpStream, server: UnixStream, seen: &Arc<Seen>) {
    client.set_nodelay(true).expect("a connection takes its options");
    let (to_client, to_server) = (client.try_clone(), server.try_clone());
    let (mut to_client, mut to_server) =
        (to_client.expect("a connection is shared"), to_server.expect("a connection is shared"));
    let (mut client, mut server) = (client, server);
    let (asked, answered) = (Arc::clone(seen), Arc::clone(seen));
    thread::spawn(move || {
        pass(&mut client, &mut to_server, || {
            if asked.server_spoke.swap(false, Ordering::SeqCst) {
                asked.round_trips.fetch_add(1, Ordering::SeqCst);
            }
        });
    });
    thread::spawn(move || {
        pass(&mut server, &mut to_client, || answered.server_spoke.store(true, Ordering::SeqCst))
    });
}

/// Passes what is said on until nothing more is.
fn pass(source: &mut impl Read, sink: &mut impl Write, mut spoken: impl FnMut()) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(length @ 1..) = source.read(&mut buffer) {
        spoken();
        if sink.write_all(&buffer[..length]).is_err() {
            return;
        }
    }
}
