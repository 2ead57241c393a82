//go:build unix

package exec

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

// program writes a shell script and returns a target that runs it.
func program(t *testing.T, text string, options map[string]string) collectors.Target {
	t.Helper()
	name := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+text), 0o755); err != nil {
		t.Fatal(err)
	}
	return collectors.Target{Ref: "exec:" + name, Scheme: "exec", Address: name, Options: options}
}

func collect(t collectors.Target) (*collectors.Snapshot, error) {
	return collectors.Record(context.Background(), New(), t, "assize test", time.Now, nil)
}

func TestConformance(t *testing.T) {
	s := collectortest.Run(t, New(), program(t, `echo '{"target":{"id":"badges"},"resources":[{"kind":"acme.door","id":"north","locked":true}]}'`, nil))
	if len(s.Resources) != 1 || s.Targets[0].ID != "badges" {
		t.Errorf("%+v", s)
	}
}

func TestArgumentsAndEnvironment(t *testing.T) {
	t.Setenv("ASSIZE_TEST_GIVEN", "given")
	t.Setenv("ASSIZE_TEST_KEPT", "kept")
	const text = `printf '{"target":{"id":"x"},"resources":[{"kind":"a.b","id":"r","args":"%s|%s|%s","given":"%s","kept":"%s"}]}' "$#" "$1" "$2" "$ASSIZE_TEST_GIVEN" "$ASSIZE_TEST_KEPT"`
	for args, want := range map[string]string{"one two": "2|one|two", `["one two", "$(id)"]`: "2|one two|$(id)"} {
		s, err := collect(program(t, text, map[string]string{"args": args, "env": "ASSIZE_TEST_GIVEN, NOT_SET"}))
		if err != nil {
			t.Fatal(err)
		}
		got := string(s.Resources[0].JSON)
		if !strings.Contains(got, `"args":"`+want+`"`) || !strings.Contains(got, `"given":"given"`) || !strings.Contains(got, `"kept":""`) {
			t.Errorf("got %s", got)
		}
	}
}

func TestWhatGoesWrongIsSaid(t *testing.T) {
	for _, c := range []struct {
		name, text string
		options    map[string]string
		want       string
	}{
		{"fails", "echo 'no such \033[31mdoor' >&2; exit 3", nil, "exit status 3; it said: no such [31mdoor"},
		{"writes nonsense", "echo nonsense", nil, "1:1: an object with target"},
		{"writes nothing", "true", nil, "the text is empty"},
		{"does not end", "sleep 60", map[string]string{"timeout": "200ms"}, "did not end within 200ms"},
		{"unknown option", "true", map[string]string{"shell": "x"}, `no option "shell"`},
		{"bad timeout", "true", map[string]string{"timeout": "soon"}, `option timeout is "soon"`},
		{"bad arguments", "true", map[string]string{"args": `[1`}, "option args"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := collect(program(t, c.text, c.options))
			var usage *collectors.UsageError
			if !errors.As(err, &usage) || usage.Hint == "" || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	if _, err := collect(collectors.Target{Address: filepath.Join(t.TempDir(), "none")}); err == nil {
		t.Error("a program that is not there ran")
	}
}

func TestOutputHasALimit(t *testing.T) {
	began := time.Now()
	_, err := collect(program(t, "yes", nil))
	if err == nil || !strings.Contains(err.Error(), "it wrote more than 64 MB") {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("took %s", took)
	}
}

func TestTheWholeGroupIsKilled(t *testing.T) {
	canary := filepath.Join(t.TempDir(), "canary")
	text := "(sleep 1; touch '" + canary + "') &\nsleep 60"
	if _, err := collect(program(t, text, map[string]string{"timeout": "200ms"})); err == nil {
		t.Fatal("no error")
	}
	time.Sleep(1500 * time.Millisecond)
	if _, err := os.Stat(canary); err == nil {
		t.Error("a child of the program lived on")
	}
}
