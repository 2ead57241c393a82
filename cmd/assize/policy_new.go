package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine/opa"
	"github.com/assize/assize/internal/config"
	"github.com/assize/assize/policies"
)

func (a *app) policyNewCommand() *cobra.Command {
	var kind, dir string
	cmd := &cobra.Command{
		Use:   "new DOMAIN/NAME --kind KIND",
		Short: "Write a new policy and its tests, to be changed step by step",
		Long: "Writes DIR/DOMAIN/NAME.rego and DIR/DOMAIN/NAME_test.rego: a policy on one fact of the kind, and its tests. Both pass \"policy\n" +
			"check\" and \"policy test\" as they are. No file is ever replaced. DIR is the first folder under policies: in assize.yaml, or\n" +
			"else ./policies. \"policy list --kinds\" shows the kinds.\n\nExit codes: 0 done · 2 usage, configuration, or a file exists.",
		Example: "  assize policy new access/ssh_banner --kind linux.sshd",
		Args:    exactly(1, "the new policy's id, DOMAIN/NAME"),
		RunE: func(_ *cobra.Command, args []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			if kind == "" {
				return &collectors.UsageError{Err: errors.New("--kind is missing"), Hint: "name the kind of resource that the policy judges; \"assize policy list --kinds\" shows all"}
			}
			configured := dir == ""
			if configured {
				dir, configured = policyFolder(c)
			}
			return a.writeSkeleton(args[0], kind, dir, configured)
		},
	}
	cmd.Flags().StringVar(&kind, "kind", "", "the `kind` of resource that the policy judges, for example linux.sshd")
	cmd.Flags().StringVar(&dir, "dir", "", "`folder` for the policy (default: that of assize.yaml, or policies)")
	return cmd
}

// policyFolder is where a new policy belongs, and whether assize.yaml says so.
func policyFolder(c *config.Config) (dir string, configured bool) {
	for _, p := range c.Policies {
		path := c.Relative(p.Path)
		if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && filepath.Ext(path) == "" || err == nil && info.IsDir() {
			return path, true
		}
	}
	return "policies", false
}

// writeSkeleton writes both files, or none.
func (a *app) writeSkeleton(id, kind, dir string, configured bool) error {
	schemas, err := fs.Sub(policies.FS, "schemas")
	if err != nil {
		return err
	}
	policy, tests, err := opa.Skeleton(schemas, id, kind)
	if err != nil {
		return err
	}
	if _, err := fs.Stat(policies.FS, id+".rego"); err == nil {
		return &collectors.UsageError{Err: fmt.Errorf("%s is the id of a built-in policy", id),
			Hint: "choose another name; to replace the built-in one, copy it and set custom.overrides: true"}
	}
	file := filepath.Join(dir, filepath.FromSlash(id))
	texts := map[string]string{file + ".rego": policy, file + "_test.rego": tests}
	names := []string{file + ".rego", file + "_test.rego"}
	for _, name := range names {
		if _, err := os.Lstat(name); err == nil {
			return &collectors.UsageError{Err: fmt.Errorf("%s exists", name), Hint: "no file is replaced: choose another name, or move it away"}
		}
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil { //nolint:gosec // policies are code, for everybody to read
		return &collectors.UsageError{Err: fmt.Errorf("make the folder: %w", err), Hint: "choose a folder that can be written with --dir"}
	}
	for _, name := range names {
		if err := create(name, texts[name]); err != nil {
			return &collectors.UsageError{Err: fmt.Errorf("write the policy: %w", err), Hint: "choose a folder that can be written with --dir"}
		}
	}
	with := ""
	if !configured {
		with = " --policy " + dir
	}
	_, err = fmt.Fprintf(a.stdout, "wrote %s\n\nChange them, and then:\n  assize policy check%s\n  assize policy test%s %s\n", strings.Join(names, "\nwrote "), with, with, id)
	return err
}

// create writes a file that must not be there.
func create(name, text string) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // policies are code, for everybody to read
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	return err
}
