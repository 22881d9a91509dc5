package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Keyring seals what the forum must be able to read again, under keys that are
// not kept in the database: whoever has only a copy of that can read none of it.
type Keyring struct{ keys []key } // the first one seals, all of them open

// key is one key of AES-256-GCM and the name under which sealed texts know it.
type key struct {
	name string // of its hash, which betrays nothing
	seal cipher.AEAD
}

const (
	keyBytes = 32
	maxName  = 8    // hexadecimal digits
	sealed   = "v1" // begins every sealed text
)

// ErrNoKey is the answer to a text that was sealed under a key that is not
// there, or that was changed or moved since.
var ErrNoKey = errors.New("the key of a sealed text is missing")

func newKey(raw []byte) (key, error) {
	block, err := aes.NewCipher(raw)
	if err != nil {
		return key{}, err
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	return key{Hash(string(raw))[:maxName], gcm}, err
}

// NewKeyring returns one whose key is kept nowhere.
func NewKeyring() *Keyring {
	raw := make([]byte, keyBytes)
	rand.Read(raw)
	k, err := newKey(raw)
	if err != nil {
		panic(err) // the length is right
	}
	return &Keyring{[]key{k}}
}

// Seal seals the text for one place, which Open has to name again.
func (v *Keyring) Seal(place, text string) string {
	k := v.keys[0]
	return strings.Join([]string{sealed, k.name, base64.RawURLEncoding.EncodeToString(k.seal.Seal(nil, nil, []byte(text), []byte(place)))}, ":")
}

// Open returns the text that was sealed for the place; ErrNoKey when it cannot.
func (v *Keyring) Open(place, text string) (string, error) {
	name, body, ok := parts(text)
	raw, err := base64.RawURLEncoding.DecodeString(body)
	if !ok || err != nil {
		return "", ErrNoKey
	}
	for _, k := range v.keys {
		if k.name != name {
			continue
		}
		if plain, err := k.seal.Open(nil, nil, raw, []byte(place)); err == nil {
			return string(plain), nil
		}
	}
	return "", ErrNoKey
}

// Current reports whether the text is sealed under the key that seals now.
func (v *Keyring) Current(text string) bool {
	name, _, ok := parts(text)
	return ok && name == v.keys[0].name
}

// Sealed reports whether the text is a sealed one, under whatever key.
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

// OpenKeyring reads the keys of the file, one a line in hexadecimal digits. Where
// there is no file, one with a new key is made, which only its owner may read,
// and made is true. A file that cannot be understood is an error: a new key in
// its place would lock out who could still be let in.
func OpenKeyring(path string) (v *Keyring, made bool, err error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		made = true
		content, err = makeKeys(path)
	}
	if err != nil {
		return nil, false, fmt.Errorf("Die Schlüsseldatei %s lässt sich nicht lesen oder anlegen: %w", path, err)
	}
	v = &Keyring{}
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		raw, err := hex.DecodeString(line)
		if err != nil || len(raw) != keyBytes {
			return nil, false, fmt.Errorf("Die Schlüsseldatei %s ist beschädigt. Bitte stellen Sie sie wieder her. Ohne sie gelten Authentifizierungs-Apps nicht mehr: Entfernen Sie sie nur, wenn sie verloren ist.", path)
		}
		k, err := newKey(raw)
		if err != nil {
			return nil, false, err
		}
		v.keys = append(v.keys, k)
	}
	if len(v.keys) == 0 {
		return nil, false, fmt.Errorf("In der Schlüsseldatei %s steht kein Schlüssel. Bitte stellen Sie sie wieder her, oder entfernen Sie sie, wenn sie verloren ist.", path)
	}
	return v, made, nil
}

// makeKeys writes a file with a new key, whole or not at all, and so that it
// survives a power cut: what is sealed under it would be lost with it.
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
