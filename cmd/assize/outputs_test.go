package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/assize/assize/engine"
)

// TestFilesOfTheOutputFolderBelongTogether has one of the two default reports fail for want of room.
func TestFilesOfTheOutputFolderBelongTogether(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("SKIPPED: no /dev/full here")
	}
	dir := t.TempDir()
	findings, report := filepath.Join(dir, "findings.json"), filepath.Join(dir, "report.txt")
	if err := os.WriteFile(findings, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/full", report); err != nil {
		t.Fatal(err)
	}
	a := &app{stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}, colour: "never"}
	assessment := &engine.Assessment{Schema: engine.AssessmentSchema}
	elsewhere := filepath.Join(t.TempDir(), "copy.json")
	outputs := []output{{format: "json", path: findings}, {format: "text", path: report}, {format: "json", path: elsewhere}}
	if err := a.write(context.Background(), outputs, dir, product{assessment: assessment}); err == nil {
		t.Error("a report that could not be written is no error")
	}
	if text, err := os.ReadFile(findings); err != nil || string(text) != "old" {
		t.Errorf("findings.json became %.20q beside an old report (%v)", text, err)
	}
	if _, err := os.Stat(elsewhere); err != nil {
		t.Errorf("an output elsewhere was not written: %v", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 3 { // the two and the folder's .gitignore
		t.Errorf("left behind: %v, %v", left, err)
	}
	if err := os.Remove(report); err != nil {
		t.Fatal(err)
	}
	if err := a.write(context.Background(), outputs, dir, product{assessment: assessment}); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(findings); err != nil || string(text) == "old" {
		t.Errorf("findings.json is still %.20q (%v)", text, err)
	}
}
