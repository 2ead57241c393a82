package file

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/collectortest"
)

func target(t *testing.T, text string) collectors.Target {
	t.Helper()
	name := filepath.Join(t.TempDir(), "resources.json")
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return collectors.Target{Ref: "file:" + name, Scheme: "file", Address: name}
}

func TestConformance(t *testing.T) {
	s := collectortest.Run(t, New(), target(t, `{"target":{"id":"badges","name":"Badges"},"kinds":["acme.badge"]}
{"resources":[{"kind":"acme.door","id":"north","locked":true}],"gaps":[{"kind":"acme.reader","cause":"timeout"}]}`))
	if got := s.Targets[0]; got.ID != "badges" || got.Name != "Badges" || strings.Join(got.Kinds, " ") != "acme.badge acme.door acme.reader" {
		t.Errorf("target %+v", got)
	}
	if len(s.Resources) != 1 || len(s.Gaps) != 1 {
		t.Errorf("%d resources, %d gaps", len(s.Resources), len(s.Gaps))
	}
}

func TestWhatIsWrongIsAUsageError(t *testing.T) {
	missing := target(t, "{}")
	missing.Address += ".none"
	folder := target(t, "{}")
	folder.Address = filepath.Dir(folder.Address)
	option := target(t, `{"target":{"id":"x"}}`)
	option.Options = map[string]string{"x": "y"}
	for name, c := range map[string]struct {
		target collectors.Target
		want   string
	}{
		"no file":        {missing, "no such file"},
		"a folder":       {folder, "not a regular file"},
		"no id":          {target(t, "{}"), "the target has no id"},
		"broken":         {target(t, "{\n\"resources\": [1]}"), "2:15: a resource must be an object"},
		"unknown option": {option, "no option \"x\""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := collectors.Record(context.Background(), New(), c.target, "assize test", time.Now, nil)
			var usage *collectors.UsageError
			if !errors.As(err, &usage) || usage.Hint == "" || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestAConfiguredIdentityWillDo(t *testing.T) {
	with := target(t, `{"resources":[]}`)
	with.ID = "mine"
	s, err := collectors.Record(context.Background(), New(), with, "assize test", time.Now, nil)
	if err != nil || s.Targets[0].ID != "mine" {
		t.Errorf("got %q, %v", s.Targets[0].ID, err)
	}
}
