package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Keyring encrypts secrets that the forum must be able to read again, under keys
// that are not in the database: a copy of the database alone reveals none of them.
type Keyring struct{ keys []key } // the first seals, all of them open

// key is an AES-256-GCM key and its hash.
type key struct {
	hash string // betrays nothing
	seal cipher.AEAD
	raw  []byte
}

// name is how sealed texts refer to the key.
func (k key) name() string { return k.hash[:maxName] }

const (
	keyBytes = 32
	maxName  = 8    // hexadecimal digits
	sealed   = "v1" // begins every sealed text
)

// ErrNoKey is returned for a text whose key is missing, or that was changed or
// moved to another place since it was sealed.
var ErrNoKey = errors.New("the key of a sealed text is missing")

func newKey(raw []byte) (key, error) {
	block, err := aes.NewCipher(raw)
	if err != nil {
		return key{}, err
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	return key{Hash(string(raw)), gcm, raw}, err
}

// NewKeyring returns a keyring with a new key that is stored nowhere.
func NewKeyring() *Keyring {
	raw := make([]byte, keyBytes)
	rand.Read(raw)
	k, err := newKey(raw)
	if err != nil {
		panic(err) // the length is right
	}
	return &Keyring{[]key{k}}
}

// Fingerprints returns the SHA-256 of each key in hexadecimal. The first is that of the
// key that seals.
func (v *Keyring) Fingerprints() (all []string) {
	for _, k := range v.keys {
		all = append(all, k.hash)
	}
	return all
}

// Seal encrypts the text for one place, such as a column or field. Open must name
// the same place.
func (v *Keyring) Seal(place, text string) string {
	k := v.keys[0]
	return strings.Join([]string{sealed, k.name(), base64.RawURLEncoding.EncodeToString(k.seal.Seal(nil, nil, []byte(text), []byte(place)))}, ":")
}

// Open returns a text that was sealed for the place, or ErrNoKey.
func (v *Keyring) Open(place, text string) (string, error) {
	name, body, ok := parts(text)
	raw, err := base64.RawURLEncoding.DecodeString(body)
	if !ok || err != nil {
		return "", ErrNoKey
	}
	for _, k := range v.keys {
		if k.name() != name {
			continue
		}
		if plain, err := k.seal.Open(nil, nil, raw, []byte(place)); err == nil {
			return string(plain), nil
		}
	}
	return "", ErrNoKey
}

// Derive returns a token that is always the same for the place and the text, and that
// nobody computes without the current key, and the hash to store in its place.
func (v *Keyring) Derive(place, text string) (token, hash string) {
	raw, err := hkdf.Key(sha256.New, v.keys[0].raw, nil, place+"\x00"+text, tokenBytes)
	if err != nil {
		panic(err) // the length is possible
	}
	return tokenOf(raw)
}

// Current reports whether the text is sealed under the current key.
func (v *Keyring) Current(text string) bool {
	name, _, ok := parts(text)
	return ok && name == v.keys[0].name()
}

// Sealed reports whether the text has the form of a sealed text, under any key.
func Sealed(text string) bool {
	_, _, ok := parts(text)
	return ok
}

func parts(text string) (name, body string, ok bool) {
	version, rest, _ := strings.Cut(text, ":")
	name, body, ok = strings.Cut(rest, ":")
	return name, body, ok && version == sealed
}

// keyWords stand above the key in its file.
const keyWords = `# Schlüssel, unter dem das Forum die Geheimnisse der Authentifizierungs-Apps in
# der Datenbank verschlüsselt. Bewahren Sie diese Datei getrennt von den
# Sicherungen der Datenbank auf. Ein neuer Schlüssel kommt als Zeile darüber;
# die älteren darunter bleiben gültig.
`

// OpenKeyring is ReadKeyring, but if there is no file it creates one with a new key,
// readable by its owner only, and made is true.
func OpenKeyring(path string) (v *Keyring, made bool, err error) {
	v, err = ReadKeyring(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return v, false, err
	}
	content, err := makeKeys(path)
	if err != nil {
		return nil, false, fmt.Errorf("Die Schlüsseldatei %s lässt sich nicht anlegen: %w", path, err)
	}
	v, err = parseKeys(path, content)
	return v, true, err
}

// ReadKeyring reads the keys of a file, one per line in hexadecimal. A file that it
// cannot parse is an error: a new key in its place would lock out people whose secrets
// the old one still opens. So is one that is missing, fs.ErrNotExist.
func ReadKeyring(path string) (*Keyring, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("Die Schlüsseldatei %s lässt sich nicht lesen: %w", path, err)
	}
	return parseKeys(path, content)
}

func parseKeys(path string, content []byte) (*Keyring, error) {
	v := &Keyring{}
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		raw, err := hex.DecodeString(line)
		if err != nil || len(raw) != keyBytes {
			return nil, fmt.Errorf("Die Schlüsseldatei %s ist beschädigt. Bitte stellen Sie sie wieder her. Ohne sie gelten "+
				"Authentifizierungs-Apps nicht mehr: Entfernen Sie sie nur, wenn sie verloren ist.", path)
		}
		k, err := newKey(raw)
		if err != nil {
			return nil, err
		}
		v.keys = append(v.keys, k)
	}
	if len(v.keys) == 0 {
		return nil, fmt.Errorf("In der Schlüsseldatei %s steht kein Schlüssel. Bitte stellen Sie sie wieder her, oder entfernen "+
			"Sie sie, wenn sie verloren ist.", path)
	}
	return v, nil
}

// makeKeys writes a file with a new key, atomically and durably: everything
// sealed under the key would be lost with it.
func makeKeys(path string) ([]byte, error) {
	raw := make([]byte, keyBytes)
	rand.Read(raw)
	content := []byte(keyWords + hex.EncodeToString(raw) + "\n")
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp") // mode 0600
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return nil, err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	return content, dir.Sync()
}
