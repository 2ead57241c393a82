package main

import (
	"crypto/sha256"
	"fmt"
	"io"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// readBaseline reads a findings.json: its digest, and which failures are in it.
func readBaseline(path string) (digest string, known func(fingerprint string) bool, err error) {
	hash := sha256.New()
	seen, err := readFile(path, func(r io.Reader) (*engine.Observation, error) {
		all := io.TeeReader(r, hash)
		o, err := engine.ReadObservation(all)
		if err == nil {
			_, err = io.Copy(io.Discard, all)
		}
		return o, err
	})
	if err != nil {
		return "", nil, &collectors.UsageError{Err: fmt.Errorf("--baseline: %w", err), Hint: "it is a findings.json, which \"assize audit -o json=FILE\" writes"}
	}
	return fmt.Sprintf("sha256:%x", hash.Sum(nil)), seen.Fails(), nil
}
