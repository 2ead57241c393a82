package github

import (
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// A store keeps answers from one audit to the next, so that GitHub is asked only whether they still hold: an answer of "not
// modified" does not count towards its limits. Source: GitHub Docs, Best practices for using the REST API. Each credential
// and target has a file of its own, encrypted under the credential. What cannot be read of it is as if it were not there:
// it changes the cost and nothing else. It may be used from several goroutines; nil keeps nothing.
type store struct {
	file string
	aead cipher.AEAD
	// dated is true for an app, whose tokens change by the hour and GitHub's tags with them: it goes by the time.
	dated bool

	mu       sync.Mutex
	old, now map[string]kept

	// writers are those that deflate: one takes a megabyte to make, and there are thousands of answers.
	writers sync.Pool
}

// kept is one answer. Its fields are exported for gob.
type kept struct {
	Tag, Modified, Link string
	Body                []byte // deflated
}

// maxStore is how long the file may be, in bytes.
const maxStore = 256 << 20

// openStore reads what is kept in the folder for a credential and a target.
func openStore(folder string, c credential, target string) *store {
	if folder == "" {
		return nil
	}
	key := c.key()
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil
	}
	name := sha256.Sum256(append(key[:], target...))
	s := &store{
		file: filepath.Join(folder, "github", hex.EncodeToString(name[:16])), aead: aead, dated: c.app != nil,
		old: map[string]kept{}, now: map[string]kept{},
	}
	if info, err := os.Stat(s.file); err != nil || info.Size() > maxStore {
		return s
	}
	sealed, err := os.ReadFile(s.file)
	if err != nil || len(sealed) < aead.NonceSize() {
		return s
	}
	plain, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], nil)
	if err == nil && gob.NewDecoder(bytes.NewReader(plain)).Decode(&s.old) != nil {
		s.old = map[string]kept{}
	}
	return s
}

// ask makes a request one for what has changed.
func (s *store) ask(r *http.Request) {
	if s == nil || r.Method != http.MethodGet {
		return
	}
	s.mu.Lock()
	k, known := s.old[r.URL.String()]
	s.mu.Unlock()
	switch {
	case !known:
	case s.dated && k.Modified != "":
		r.Header.Set("If-Modified-Since", k.Modified)
	case !s.dated && k.Tag != "":
		r.Header.Set("If-None-Match", k.Tag)
	}
}

// recall makes of the answer "not modified" the one that was kept. One that nobody asked for stays what it is.
func (s *store) recall(r *http.Request, answer *http.Response) *http.Response {
	if s == nil || r.Header.Get("If-None-Match") == "" && r.Header.Get("If-Modified-Since") == "" {
		return answer
	}
	s.mu.Lock()
	k := s.old[r.URL.String()]
	s.mu.Unlock()
	body, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(k.Body)), maxAnswer))
	if err != nil {
		return answer
	}
	s.mu.Lock()
	s.now[r.URL.String()] = k
	s.mu.Unlock()
	out := *answer
	out.Status, out.StatusCode = "200 OK", http.StatusOK
	out.Header = answer.Header.Clone()
	out.Header.Set("Link", k.Link)
	out.ContentLength = int64(len(body))
	out.Body = &swallowed{Reader: bytes.NewReader(body), text: body}
	return &out
}

// keep keeps an answer that is whole.
func (s *store) keep(r *http.Request, answer *http.Response) {
	body, whole := answer.Body.(*swallowed)
	if s == nil || r.Method != http.MethodGet || answer.StatusCode != http.StatusOK || !whole || body.err != nil || unkept(r.URL.Path) {
		return
	}
	k := kept{Tag: answer.Header.Get("ETag"), Modified: answer.Header.Get("Last-Modified"), Link: answer.Header.Get("Link")}
	if s.dated && k.Modified == "" || !s.dated && k.Tag == "" || !json.Valid(body.text) {
		return
	}
	var ok bool
	if k.Body, ok = s.deflated(body.text); !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now[r.URL.String()] = k
}

// unkept are answers in which a server that does not know how to leave them out sends the secrets themselves.
func unkept(path string) bool { return strings.HasSuffix(path, "/secret-scanning/alerts") }

// close writes what was kept. What was not asked for this time goes, unless the visit broke off.
func (s *store) close(whole bool) error {
	if s == nil || len(s.now) == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !whole {
		all := maps.Clone(s.old)
		maps.Copy(all, s.now)
		s.now = all
	}
	var plain bytes.Buffer
	if err := gob.NewEncoder(&plain).Encode(s.now); err != nil {
		return fmt.Errorf("keep answers: %w", err)
	}
	nonce := make([]byte, s.aead.NonceSize(), s.aead.NonceSize()+plain.Len()+s.aead.Overhead())
	if _, err := rand.Read(nonce); err != nil {
		return fmt.Errorf("keep answers: %w", err)
	}
	return replace(s.file, s.aead.Seal(nonce, nonce, plain.Bytes(), nil))
}

// replace writes a file that only its owner can read, whole or not at all.
func replace(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("keep answers: %w", err)
	}
	temp, err := os.CreateTemp(filepath.Dir(file), ".new-*") // 0600
	if err != nil {
		return fmt.Errorf("keep answers: %w", err)
	}
	_, err = temp.Write(text)
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(temp.Name(), file)
	}
	if err != nil {
		_ = os.Remove(temp.Name()) // the first error says more
		return fmt.Errorf("keep answers: %w", err)
	}
	return nil
}

// blobKey is under what a file is kept, by the name that git gives it: what has that name never changes.
func blobKey(oid string) string { return "blob:" + oid }

// blob returns a file that was kept. The bytes are the caller's.
func (s *store) blob(oid string) ([]byte, bool) {
	if s == nil {
		return nil, false
	}
	s.mu.Lock()
	k, known := s.old[blobKey(oid)]
	if known {
		s.now[blobKey(oid)] = k
	}
	s.mu.Unlock()
	if !known {
		return nil, false
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(k.Body)), maxAnswer))
	return text, err == nil
}

// keepBlob keeps a file.
func (s *store) keepBlob(oid string, text []byte) {
	if s == nil {
		return
	}
	body, ok := s.deflated(text)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now[blobKey(oid)] = kept{Body: body}
}

func (s *store) deflated(text []byte) ([]byte, bool) {
	var b bytes.Buffer
	w, made := s.writers.Get().(*flate.Writer)
	if made {
		w.Reset(&b)
	} else {
		w, _ = flate.NewWriter(&b, flate.BestSpeed) // it errs for a level only
	}
	if _, err := w.Write(text); err != nil || w.Close() != nil {
		return nil, false
	}
	s.writers.Put(w)
	return bytes.Clone(b.Bytes()), true
}
