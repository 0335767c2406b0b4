//! The sign in the letterhead of the invented office: a disc, a rhombus and a square. It stands for nobody.

/// A palette picture of 2 bits a pixel, uncompressed (the `stored` blocks of deflate): small enough, and no library.
pub(crate) fn png() -> Vec<u8> {
    const PALETTE: [[u8; 3]; 4] =
        [[0xff, 0xff, 0xff], [0x1f, 0x7a, 0x7a], [0xe0, 0x9f, 0x2b], [0x3d, 0x4a, 0x5c]];
    let mut lines = Vec::new();
    for y in 0..HEIGHT {
        // no filter
        lines.push(0);
        for x in (0..WIDTH).step_by(4) {
            lines.push((x..x + 4).fold(0, |byte, x| byte << 2 | colour(x, y)));
        }
    }
    let size = |length: i32| u32::try_from(length).unwrap().to_be_bytes();
    let header = [&size(WIDTH)[..], &size(HEIGHT), &[2, 3, 0, 0, 0]].concat();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"PLTE", &PALETTE.concat());
    // the first colour is the paper
    chunk(&mut file, *b"tRNS", &[0]);
    chunk(&mut file, *b"IDAT", &stored(&lines));
    chunk(&mut file, *b"IEND", &[]);
    file
}

const WIDTH: i32 = 600;
const HEIGHT: i32 = 200;

fn colour(x: i32, y: i32) -> u8 {
    let from = |middle: i32| (x - middle, y - HEIGHT / 2);
    let (disc, rhombus, square) = (from(100), from(300), from(500));
    if disc.0.pow(2) + disc.1.pow(2) < 90 * 90 {
        1
    } else if rhombus.0.abs() + rhombus.1.abs() < 98 {
        2
    } else if square.0.abs() < 80 && square.1.abs() < 80 {
        3
    } else {
        0
    }
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    file.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
    let checked = [&kind[..], data].concat();
    file.extend_from_slice(&checked);
    file.extend(crc(&checked).to_be_bytes());
}

/// A zlib stream without compression (RFC 1950; RFC 1951, 3.2.4).
fn stored(data: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let mut blocks = data.chunks(0xffff).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap();
        stream.push(u8::from(blocks.peek().is_none()));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend_from_slice(block);
    }
    let (a, b) = data.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    stream.extend((b << 16 | a).to_be_bytes());
    stream
}

/// CRC-32 as PNG wants it (ISO/IEC 15948, annex D).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 }
        })
    })
}
