#!/usr/bin/env python3
"""Checks a receipt of Lockstep, written from docs/format.md with nothing but Python's standard library and openssl.

    python3 check_receipt.py RECEIPT KEY KEY KEY

KEY is a member's public key as ./run.sh key prints it; give those of all members. The exit code is 0 when the
receipt holds, 5 when it does not, and 2 when it was called wrongly.
"""
import base64, hashlib, json, re, subprocess, sys, tempfile, uuid


def sha(b): return hashlib.sha256(b).digest()
def node(left, right): return sha(b"\1" + left + right)


def need(true, problem):
    if not true:
        print(f"{sys.argv[1]} does not hold: {problem}", file=sys.stderr)
        sys.exit(5)


def string(s):
    b = s.encode()
    return len(b).to_bytes(2, "big") + b


def int64(n): return n.to_bytes(8, "big")
def int32(n): return n.to_bytes(4, "big")


def unhex(s):
    need(isinstance(s, str) and re.fullmatch("[0-9a-f]{64}", s), f"{s!r} is no hash")
    return bytes.fromhex(s)


def leads(leaf, index, size, path, root):
    """RFC 9162, section 2.1.3.2."""
    if not 0 <= index < size: return False
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0: return False
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn: fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def verify(public, message, signature):
    """Ed25519 by openssl, which takes its input from files."""
    with tempfile.TemporaryDirectory() as d:
        der = bytes.fromhex("302a300506032b6570032100") + public  # RFC 8410, section 4
        for name, content in ("key", der), ("message", message), ("signature", signature):
            with open(f"{d}/{name}", "wb") as f: f.write(content)
        return subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", f"{d}/key", "-rawin",
             "-in", f"{d}/message", "-sigfile", f"{d}/signature"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def members(lines):
    """name and key of each line; the id must be that of its key."""
    keys = []
    for line in lines:
        name, key_id, data = line.strip().split("+", 2)
        raw = base64.b64decode(data, validate=True)
        if len(raw) != 33 or raw[0] != 1 or sha(name.encode() + b"\n" + raw)[:4].hex() != key_id:
            sys.exit(f"{line} is no key of a member")
        keys.append((name, raw[1:]))
    if len({key for _, key in keys}) < len(set(keys)): sys.exit("two members have the same key")
    return keys


def signatories(text, lines, keys):
    """The names under whose keys the text is signed (C2SP signed-note, tlog-cosignature)."""
    signed = set()
    for line in lines:
        match = re.fullmatch("— ([^ +]+) ([A-Za-z0-9+/]+=*)", line)
        need(match, f"{line!r} is no signature line")
        data = base64.b64decode(match[2], validate=True)
        for name, key in keys:
            if name != match[1]: continue
            plain, cosigned = (sha(name.encode() + b"\n" + kind + key)[:4] for kind in (b"\1", b"\4"))
            if data[:4] == plain:
                need(verify(key, text.encode(), data[4:]), f"the signature of {name}")
                signed.add(name)
            if data[:4] == cosigned:
                seconds = int.from_bytes(data[4:12], "big")
                message = f"cosignature/v1\ntime {seconds}\n{text}".encode()
                need(verify(key, message, data[12:]), f"the cosignature of {name}")
                signed.add(name)
    return signed


def main():
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    keys = members(sys.argv[2:])
    names = {name for name, _ in keys}
    with open(sys.argv[1], "rb") as f: receipt = json.load(f)

    # The note: its text, an empty line, and a line for each signature.
    text, signatures = receipt["checkpoint"].rsplit("\n\n", 1)
    text += "\n"
    need(signatures.endswith("\n"), "the checkpoint does not end with a newline")
    origin, size, root, end = text.split("\n")
    need(end == "" and re.fullmatch("0|[1-9][0-9]{0,17}", size), "its checkpoint is none")
    size, root = int(size), base64.b64decode(root, validate=True)
    ledgers = {name.split("/")[0] for name in names}
    need(any(re.fullmatch(f"lockstep/{re.escape(l)}/[0-9a-f]{{64}}", origin) for l in ledgers),
         f"its checkpoint is of {origin}")
    signed = signatories(text, signatures.split("\n")[:-1], keys)
    need(len(signed) > len(names) // 2, f"only {sorted(signed)} of {sorted(names)} have signed")

    # The transfer is on the block.
    t, h = receipt["transfer"], receipt["header"]
    need(re.fullmatch(r"(0|[1-9][0-9]*)(\.[0-9]{2})", t["amount"]), "the amount")
    amount = int(t["amount"].replace(".", ""))
    transfer = uuid.UUID(t["id"]).bytes + string(t["from"]) + string(t["to"]) + int64(amount) + string(t["memo"])
    need(leads(sha(b"\0" + transfer), receipt["position"], h["transfer_count"],
               [unhex(p) for p in receipt["transfer_path"]], unhex(h["root"])),
         "the transfer is not on its block")

    # The block is in the tree whose root was signed.
    header = (b"lockstep-block-v1" + int64(h["height"]) + unhex(h["previous_hash"]) + int64(h["time"])
              + string(h["proposer"]) + int32(h["transfer_count"]) + unhex(h["root"]))
    need(leads(sha(b"\0" + sha(header)), h["height"], size, [unhex(p) for p in receipt["block_path"]], root),
         "the block is not in the ledger")

    print(f"{sys.argv[1]} holds: {t['amount']} from {t['from']} to {t['to']}, id {t['id']}, at height {h['height']}, "
          f"position {receipt['position']} of {origin}; signed by {', '.join(sorted(signed))}, "
          f"{len(signed)} of {len(names)} members.")


if __name__ == "__main__":
    try:
        main()
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as e:
        need(False, f"it is no receipt ({e!r})")
