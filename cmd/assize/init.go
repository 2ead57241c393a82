package main

import (
	_ "embed"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/internal/config"
)

//go:embed assize.yaml
var exampleConfig string

func (a *app) initCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write a commented assize.yaml",
		Long:  "Writes assize.yaml here, with every key explained. An existing file is kept unless --force is given.\n\nExit codes: 0 done · 2 usage, or the file exists.",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			path := config.DefaultFile
			if a.configPath != "" {
				path = a.configPath
			}
			if _, err := os.Lstat(path); err == nil && !force {
				return &collectors.UsageError{Err: fmt.Errorf("%s exists", path), Hint: "keep it, or replace it with --force"}
			}
			err := audit.WriteFile(path, func(w io.Writer) error {
				_, err := io.WriteString(w, exampleConfig)
				return err
			})
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.stdout, "wrote %s\n", path)
			return err
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "replace an existing file")
	return cmd
}
