//! A relay between a client and a server that counts connections, and round trips: how often the server answers; and
//! that reads what the client asks.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// What the relay has seen.
#[derive(Debug, Default)]
struct Seen {
    connections: AtomicUsize,
    round_trips: AtomicUsize,
    client_spoke: AtomicBool,
    /// The client's side of the last connection.
    said: Mutex<Vec<u8>>,
}

/// A relay to the server of a URL.
#[derive(Debug)]
pub struct Relay {
    /// The same database, through the relay.
    pub url: String,
    seen: Arc<Seen>,
}

impl Relay {
    /// A relay to the server whose socket `url` names; none where there is no server.
    ///
    /// # Panics
    /// When no port is free.
    pub fn open(url: &str) -> Option<Self> {
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
                counted.connections.fetch_add(1, Ordering::SeqCst);
                counted.said.lock().expect("nobody panics with it").clear();
                let server = UnixStream::connect(&socket).expect("the server was there just now");
                relay(client, server, &counted);
            }
        });
        Some(Self { url, seen })
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// The texts of the queries of the last connection, in order.
    pub fn queries(&self) -> Vec<String> {
        let said = self.seen.said.lock().expect("nobody panics with it");
        match self.url.starts_with("postgres") {
            true => queries_of_postgres(&said),
            false => queries_of_mysql(&said),
        }
    }

    /// How often the server has answered the client; a farewell, say, has no answer.
    pub fn round_trips(&self) -> usize {
        self.seen.round_trips.load(Ordering::SeqCst)
    }
}

/// The texts in the simple queries of a session with PostgreSQL (manual, section 54.7).
fn queries_of_postgres(said: &[u8]) -> Vec<String> {
    let length = |rest: &[u8]| rest.first_chunk().map(|bytes| u32::from_be_bytes(*bytes) as usize);
    let mut texts = Vec::new();
    // The first message has no type.
    let mut rest = length(said).and_then(|length| said.get(length..)).unwrap_or_default();
    while let Some((kind, message)) = rest.split_first()
        && let Some(length) = length(message)
        && let Some(text) = message.get(4..length)
    {
        if *kind == b'Q' {
            texts.push(String::from_utf8_lossy(text).trim_end_matches('\0').to_owned());
        }
        rest = &message[length..];
    }
    texts
}

/// The texts of the queries in a session with MySQL (client/server protocol, `COM_QUERY`).
fn queries_of_mysql(said: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = said;
    while let Some(([a, b, c, number], packet)) = rest.split_first_chunk()
        && let Some((packet, after)) = packet.split_at_checked(u32::from_le_bytes([*a, *b, *c, 0]) as usize)
    {
        if let ([3, text @ ..], 0) = (packet, number) {
            texts.push(String::from_utf8_lossy(text).into_owned());
        }
        rest = after;
    }
    texts
}

fn relay(client: TcpStream, server: UnixStream, seen: &Arc<Seen>) {
    client.set_nodelay(true).expect("a connection takes its options");
    let (to_client, to_server) = (client.try_clone(), server.try_clone());
    let (mut to_client, mut to_server) =
        (to_client.expect("a connection is shared"), to_server.expect("a connection is shared"));
    let (mut client, mut server) = (client, server);
    let (asked, answered) = (Arc::clone(seen), Arc::clone(seen));
    thread::spawn(move || {
        pass(&mut client, &mut to_server, |bytes| {
            asked.client_spoke.store(true, Ordering::SeqCst);
            asked.said.lock().expect("nobody panics with it").extend_from_slice(bytes);
        });
    });
    thread::spawn(move || {
        pass(&mut server, &mut to_client, |_| {
            if answered.client_spoke.swap(false, Ordering::SeqCst) {
                answered.round_trips.fetch_add(1, Ordering::SeqCst);
            }
        });
    });
}

/// Passes what is said on until nothing more is.
fn pass(source: &mut impl Read, sink: &mut impl Write, mut spoken: impl FnMut(&[u8])) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(length @ 1..) = source.read(&mut buffer) {
        spoken(&buffer[..length]);
        if sink.write_all(&buffer[..length]).is_err() {
            return;
        }
    }
}
