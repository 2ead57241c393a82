package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/internal/progress"
)

func TestAnInterruptedWriteLeavesTheOldFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report")
	if err := WriteFile(path, func(w io.Writer) error { _, err := io.WriteString(w, "old"); return err }); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	err := WriteFile(path, func(w io.Writer) error {
		if _, err := io.WriteString(w, strings.Repeat("new", 1<<16)); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) && !strings.Contains(err.Error(), "broken") {
		t.Fatalf("got %v", err)
	}
	text, err := os.ReadFile(path)
	if err != nil || string(text) != "old" {
		t.Fatalf("the old file became %.20q, %v", text, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Fatalf("left behind: %v, %v", entries, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
}

func TestAFullDiskIsAnErrorThatNamesThePath(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full here")
	}
	err := WriteFile("/dev/full", func(w io.Writer) error { _, err := io.WriteString(w, "x"); return err })
	if err == nil || !strings.Contains(err.Error(), "/dev/full") || !strings.Contains(err.Error(), "no space") {
		t.Fatalf("got %v", err)
	}
}

// A fake is a collector whose targets do what their address says.
type fake struct{}

func (fake) Describe() collectors.Description {
	return collectors.Description{Name: "fake", Version: "1", Schemes: []collectors.Scheme{{Name: "fake", Local: true}}, Kinds: []string{"fake.thing"}}
}

func (fake) Collect(ctx context.Context, t collectors.Target, sink collectors.Sink) error {
	switch t.Address {
	case "down":
		return errors.New("no route")
	case "hang":
		<-ctx.Done()
		return ctx.Err()
	}
	sink.Identify("fake:"+strings.TrimPrefix(t.Address, "alias-"), t.Address)
	return sink.Resource(collectors.Head{Kind: "fake.thing", ID: "1"}, map[string]any{"v": t.Address})
}

func collection() Collection {
	clock := func() time.Time { return time.Unix(1_700_000_000, 0) }
	return Collection{Registry: collectors.NewRegistry(fake{}), Tool: "test", Concurrency: 3, Now: clock, Log: progress.Silent()}
}

func targets(t *testing.T, refs ...string) []collectors.Target {
	t.Helper()
	var out []collectors.Target
	for _, ref := range refs {
		target, err := collectors.ParseTarget(ref)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, target)
	}
	return out
}

func TestOneFailingTargetNeverStopsTheOthers(t *testing.T) {
	s, failed, err := collection().Run(t.Context(), targets(t, "fake:a", "fake:down", "fake:b"))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Targets) != 3 || len(s.Resources) != 2 || len(s.Gaps) != 1 {
		t.Fatalf("%d targets, %d resources, %d gaps", len(s.Targets), len(s.Resources), len(s.Gaps))
	}
	if len(failed) != 1 || failed[0].Ref != "fake:down" {
		t.Fatalf("failed: %v", failed)
	}
}

func TestTheSameTargetUnderTwoNamesIsRefused(t *testing.T) {
	_, _, err := collection().Run(t.Context(), targets(t, "fake:a", "fake:alias-a"))
	var usage *collectors.UsageError
	if !errors.As(err, &usage) || !strings.Contains(err.Error(), "fake:a") {
		t.Fatalf("got %v", err)
	}
}

func TestAnEndedContextEndsTheRun(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, _, err := collection().Run(ctx, targets(t, "fake:hang", "fake:a")); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v", err)
	}
}

func TestTheOrderOfTargetsDoesNotShow(t *testing.T) {
	var texts [2]bytes.Buffer
	for i, refs := range [][]string{{"fake:a", "fake:b", "fake:c"}, {"fake:c", "fake:a", "fake:b"}} {
		s, _, err := collection().Run(t.Context(), targets(t, refs...))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Write(&texts[i]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(texts[0].Bytes(), texts[1].Bytes()) {
		t.Fatal("the snapshot depends on the order in which the targets were named")
	}
}

func TestALinkStaysAndWhatItLeadsToIsReplaced(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "real"), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink("real", link); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(link, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info, err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "real")); err != nil || string(text) != "new" {
		t.Errorf("behind the link stands %q, %v", text, err)
	}
}

func TestWritableLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		path      string
		mayBeMade bool
		want      string
	}{
		{filepath.Join(dir, "a"), false, ""},
		{filepath.Join(dir, "new", "deep", "a"), true, ""},
		{filepath.Join(dir, "new", "a"), false, "no such file"},
		{dir, false, "it is a folder"},
		{os.DevNull, false, ""},
	} {
		err := Writable(c.path, c.mayBeMade)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.path, err, c.want)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestAFolderOfTheUsersOwnIsNotHiddenFromGit(t *testing.T) {
	own, fresh := t.TempDir(), filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(filepath.Join(own, "notes"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]bool{own: false, fresh: true} {
		for range 2 {
			if err := OutputFolder(dir); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := os.Stat(filepath.Join(dir, ".gitignore")); (err == nil) != want {
			t.Errorf("%s: .gitignore there: %v, want %v", dir, err == nil, want)
		}
	}
}

func TestManyLostTargetsAreOneNote(t *testing.T) {
	s := &collectors.Snapshot{}
	for i := range 7 {
		s.Targets = append(s.Targets, collectors.TargetInfo{ID: fmt.Sprint(i), Ref: fmt.Sprintf("ssh:web%d", i), Error: "no route", Kinds: []string{"register.vendor"}})
	}
	got := notes(s)
	if len(got) != 1 || !strings.HasPrefix(got[0], "7 targets could not be visited") || !strings.Contains(got[0], "ssh:web4 and 2 more") {
		t.Errorf("got %q", got)
	}
	s.Targets = []collectors.TargetInfo{{ID: "a", Kinds: []string{"register.vendor"}}}
	if got := notes(s); len(got) != 0 {
		t.Errorf("nothing is amiss, and it says %q", got)
	}
}
