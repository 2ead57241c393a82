package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
)

func TestWhatIsStoredComesBack(t *testing.T) {
	a, f := create(t), newFleet(3000, 1)
	var texts [][]byte
	for range 8 {
		mustStore(t, a, f)
		texts = append(texts, f.text(t))
		f.step(0.01)
	}
	a, err := Open(a.Dir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	runs, err := a.Runs()
	if err != nil || len(runs) != len(texts) {
		t.Fatalf("%d runs, %v", len(runs), err)
	}
	for i, run := range runs {
		o, _ := run.Object(Assessment)
		text, err := a.store.content(hexOf(o.Digest))
		if err != nil || !bytes.Equal(text, texts[i]) || o.Size != int64(len(text)) {
			t.Errorf("run %d came back with %d bytes of %d: %v", i+1, len(text), len(texts[i]), err)
		}
	}
	t.Logf("%d runs of %d KB take %d KB", len(texts), len(texts[0])>>10, diskUse(t, a.Dir())>>10)
}

func TestAnUnchangedRunCostsNextToNothing(t *testing.T) {
	a := create(t)
	text := bytes.Repeat([]byte("0123456789abcdef"), 1<<17)
	rand.NewChaCha8([32]byte{}).Read(text) //nolint:errcheck // it never fails
	var sizes []int64
	for i := range 3 {
		w, err := a.Begin(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		text[len(text)/2] = byte(i)
		if _, err := w.Put(Snapshot, "snapshot", func(w io.Writer) error { _, err := w.Write(text); return err }); err != nil {
			t.Fatal(err)
		}
		f := &fleet{run: i}
		if _, err := w.Commit(f.manifest()); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, diskUse(t, a.Dir()))
	}
	if sizes[0] < int64(len(text)) || sizes[2]-sizes[0] > 32<<10 {
		t.Errorf("2 MiB of noise with one byte changed twice took %v bytes", sizes)
	}
}

func TestDeltas(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	for range 300 {
		base := make([]byte, random.IntN(5000))
		for i := range base {
			base[i] = "abcdefgh"[random.IntN(1+random.IntN(8))]
		}
		target := bytes.Clone(base)
		for range random.IntN(6) {
			at := random.IntN(len(target) + 1)
			end := at + random.IntN(len(target)-at+1)/8
			target = append(target[:at:at], append([]byte(strings.Repeat("new", random.IntN(9))), target[end:]...)...)
		}
		delta := newDeltaMaker(base).delta(target)
		if delta == nil {
			continue
		}
		if got, err := applyDelta(base, delta, len(target)); err != nil || !bytes.Equal(got, target) {
			t.Fatalf("%d bytes of base, %d of delta: %v", len(base), len(delta), err)
		}
	}
}

func FuzzApplyDelta(f *testing.F) {
	base := []byte(strings.Repeat("the base of it all ", 20))
	f.Add(base, newDeltaMaker(base).delta(append([]byte("new "), base...)), len(base)+4)
	f.Add([]byte{}, []byte{0}, 0)
	f.Fuzz(func(t *testing.T, base, delta []byte, size int) {
		if size < 0 || size > mostSegment {
			return
		}
		if out, err := applyDelta(base, delta, size); err == nil && len(out) != size {
			t.Fatal("another size without an error")
		}
	})
}

// FuzzObject reads objects with any trailer: whatever it says, the content is not that of the digest, and that is told.
func FuzzObject(f *testing.F) {
	a, fl := create(f), newFleet(200, 1)
	run := mustStore(f, a, fl)
	o, err := a.store.open(objectOf(run))
	if err != nil {
		f.Fatal(err)
	}
	text, err := json.Marshal(o.trailer)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text, []byte("a frame"))
	digest := strings.Repeat("ab", 32)
	sum := sha256.Sum256([]byte("a frame"))
	one := segment{Kind: same, Sum: hex.EncodeToString(sum[:]), Size: 7, Length: 7, Hops: 1}
	for _, kind := range []string{whole, same, differ} {
		one.Kind = kind
		if text, err = json.Marshal(trailer{Size: 7, Objects: []string{digest}, Frames: []frame{{At: 17, Length: 20, Size: 7}}, Segments: []segment{one}}); err != nil {
			f.Fatal(err)
		}
		f.Add(text, []byte("a frame"))
	}
	zip, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(1<<12), zstd.WithEncoderConcurrency(1))
	if err != nil {
		f.Fatal(err)
	}
	s := newStore(f.TempDir())
	f.Fuzz(func(t *testing.T, text, frame []byte) {
		s.forget()
		packed := zip.EncodeAll(text, nil)
		file := append([]byte(magic), zip.EncodeAll(frame, nil)...)
		file = binary.LittleEndian.AppendUint64(append(file, packed...), uint64(len(packed)))
		if err := os.MkdirAll(filepath.Dir(s.path(digest)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(s.path(digest), file, 0o600); err != nil {
			t.Fatal(err)
		}
		var known *DamageError
		if err := s.copy(io.Discard, digest); !errors.As(err, &known) {
			t.Fatalf("bytes that are not of that digest: %v", err)
		}
	})
}

func TestOtherFoldersAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(dir, nil); !errors.Is(err, ErrNone) {
		t.Errorf("an empty folder opens: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "notes"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(dir, nil); err == nil || !strings.Contains(err.Error(), "notes") {
		t.Errorf("a folder with something else in it becomes a history: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "format"), []byte("assize.archive/v9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(dir, nil); err == nil || !strings.Contains(err.Error(), "v9") {
		t.Errorf("another form opens: %v", err)
	}
}

func TestTwoWritersWaitForEachOther(t *testing.T) {
	a, f := create(t), newFleet(200, 1)
	w, err := a.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	waited, done := make(chan struct{}), make(chan error)
	go func() {
		other, err := Open(a.Dir(), nil)
		if err != nil {
			done <- err
			return
		}
		second, err := other.Begin(t.Context(), func() { close(waited) })
		if err == nil {
			if last, ok := second.Previous(); !ok || last.Sequence != 1 {
				t.Errorf("the second does not follow the first: %v", last)
			}
			err = second.Close()
		}
		done <- err
	}()
	<-waited
	if _, err := f.commit(w); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-done:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the second waits for ever")
	}
}

// TestManyBeginWhereThereIsNoHistory: the first run of several jobs makes it, and the others wait for nothing but their turn.
func TestManyBeginWhereThereIsNoHistory(t *testing.T) {
	for range 30 {
		dir, done := filepath.Join(t.TempDir(), "new"), make(chan error)
		const many = 16
		for i := range many {
			go func() {
				time.Sleep(time.Duration(i) * 100 * time.Microsecond)
				_, err := Create(dir, nil)
				done <- err
			}()
		}
		for range many {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	}
}

func TestWhatIsNotCommittedLeavesNothing(t *testing.T) {
	a, f := create(t), newFleet(200, 1)
	mustStore(t, a, f)
	before := diskUse(t, a.Dir())
	f.step(1)
	w, err := a.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Put(Assessment, "findings.json", f.write); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if _, err := w.Put(Report, "report.pdf", func(w io.Writer) error {
		_, err := w.Write(make([]byte, 1<<20))
		return errors.Join(err, broken)
	}); !errors.Is(err, broken) || !strings.Contains(err.Error(), "report.pdf") {
		t.Errorf("got %v", err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if after := diskUse(t, a.Dir()); after != before {
		t.Errorf("%d bytes became %d", before, after)
	}
}
