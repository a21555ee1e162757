// Opens a signed note with Go's implementation of the format, which the checksum database of Go uses:
// golang.org/x/mod/sumdb/note. It knows plain Ed25519 signatures; cosignatures are unknown to it, and it must pass
// them over. Cosignatures are checked with the same key through an implementation of its interface Verifier.
//
//	go run note.go NOTE KEY...
//
// It prints the text of the note and the names of the keys that have signed it.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// A cosigner verifies C2SP cosignature/v1.
type cosigner struct {
	name string
	key  ed25519.PublicKey
}

func (c cosigner) Name() string { return c.name }

func (c cosigner) KeyHash() uint32 {
	h := sha256.Sum256(append([]byte(c.name+"\n\x04"), c.key...))
	return binary.BigEndian.Uint32(h[:])
}

func (c cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	header := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(c.key, append([]byte(header), msg...), sig[8:])
}

func main() {
	log.SetFlags(0)
	bytes, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var verifiers []note.Verifier
	for _, line := range os.Args[2:] {
		plain, err := note.NewVerifier(line)
		if err != nil {
			log.Fatal(err)
		}
		data, err := base64.StdEncoding.DecodeString(strings.SplitN(line, "+", 3)[2])
		if err != nil {
			log.Fatal(err)
		}
		verifiers = append(verifiers, plain, cosigner{plain.Name(), data[1:]})
	}
	opened, err := note.Open(bytes, note.VerifierList(verifiers...))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(opened.Text)
	for _, signature := range opened.Sigs {
		fmt.Println("signed by", signature.Name)
	}
	for _, signature := range opened.UnverifiedSigs {
		fmt.Println("not known", signature.Name)
	}
}
