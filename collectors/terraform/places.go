package terraform

import (
	"bufio"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// Places says where resources stand in the .tf files.
type places struct {
	at map[string]spot // by folder, a line end and type.name
}

// A spot is a file, relative to the folder of the option dir, and a line.
type spot struct {
	file    string
	line    int
	dynamic map[string]bool // the dynamic blocks below it
}

// maxSource is the size of a .tf file that is read, in bytes.
const maxSource = 4 << 20

// findPlaces looks the resources up in dir and in the modules that the configuration calls from folders within it.
func findPlaces(dir string, config *tfjson.ConfigModule) (*places, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, usage(fmt.Errorf("option dir: %w", err), "name the folder in which terraform plan was run")
	}
	defer root.Close()
	p := &places{at: map[string]spot{}}
	return p, p.module(root.FS(), config, nil, ".")
}

// module reads the files of a module in folder; calls are the names of the calls that lead to it.
func (p *places) module(files fs.FS, config *tfjson.ConfigModule, calls []string, folder string) error {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return nil // a module from elsewhere, or outside of the folder
	}
	for _, entry := range entries {
		if entry.Type().IsRegular() && strings.HasSuffix(entry.Name(), ".tf") {
			if err := p.file(files, calls, path.Join(folder, entry.Name())); err != nil {
				return err
			}
		}
	}
	if config == nil || len(calls) > maxDepth {
		return nil
	}
	for name, call := range config.ModuleCalls {
		if call == nil || !strings.HasPrefix(call.Source, "./") && !strings.HasPrefix(call.Source, "../") {
			continue
		}
		if err := p.module(files, call.Module, append(calls[:len(calls):len(calls)], name), path.Join(folder, call.Source)); err != nil {
			return err
		}
	}
	return nil
}

var (
	resourceLine = regexp.MustCompile(`^\s*resource\s+"?([A-Za-z0-9_-]+)"?\s+"?([A-Za-z0-9_-]+)"?\s*\{`)
	dynamicLine  = regexp.MustCompile(`^\s*dynamic\s+"?([A-Za-z0-9_-]+)"?\s*\{`)
)

func (p *places) file(files fs.FS, calls []string, name string) error {
	info, err := fs.Stat(files, name)
	if err != nil || info.Size() > maxSource {
		return nil
	}
	file, err := files.Open(name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, maxSource)
	key := ""
	for n := 1; lines.Scan(); n++ {
		if found := resourceLine.FindStringSubmatch(lines.Text()); found != nil {
			key = strings.Join(calls, "/") + "\n" + found[1] + "." + found[2]
			p.at[key] = spot{name, n, map[string]bool{}}
		} else if found := dynamicLine.FindStringSubmatch(lines.Text()); found != nil && key != "" {
			p.at[key].dynamic[found[1]] = true
		}
	}
	return nil
}

func (p *places) spot(i *instance) spot {
	if p == nil || i.scope == nil {
		return spot{}
	}
	return p.at[strings.Join(i.scope.source, "/")+"\n"+i.typ+"."+i.name]
}

// of is where an instance stands, or nothing.
func (p *places) of(i *instance) (file string, line int) {
	at := p.spot(i)
	return at.file, at.line
}

// blocks says that the files have a dynamic block of the name in an instance.
func (e *estate) blocks(i *instance, name string) bool { return e.places.spot(i).dynamic[name] }
