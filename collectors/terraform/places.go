package terraform

import (
	"encoding/json"
	"fmt"
	"io"
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
	// installed are the folders of the modules that come from elsewhere, by the calls that lead to them.
	installed map[string]string
}

// A spot is a file, relative to the folder of the option dir, and a line.
type spot struct {
	file    string
	line    int
	dynamic map[string]bool // the dynamic blocks in it
}

// maxSource is the size of a .tf file that is read, in bytes.
const maxSource = 4 << 20

// findPlaces looks the resources up in dir and in the modules that the configuration calls from folders within it, or that
// terraform init has installed there.
func findPlaces(dir string, config *tfjson.ConfigModule) (*places, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, usage(fmt.Errorf("option dir: %w", err), "name the folder in which terraform plan was run")
	}
	defer root.Close()
	p := &places{at: map[string]spot{}, installed: installedModules(root.FS())}
	return p, p.module(root.FS(), config, nil, ".")
}

// installedModules reads where terraform init put the modules that come from elsewhere, and what it wrote of them. Without that
// nothing is said of their files. Source: Terraform's internal/modsdir.
func installedModules(files fs.FS) map[string]string {
	out := map[string]string{}
	file, err := files.Open(".terraform/modules/modules.json")
	if err != nil {
		return out
	}
	defer file.Close()
	var manifest struct {
		Modules []struct{ Key, Dir string }
	}
	if err := json.NewDecoder(io.LimitReader(file, maxSource)).Decode(&manifest); err != nil {
		return out
	}
	for _, m := range manifest.Modules {
		if dir := path.Clean(strings.ReplaceAll(m.Dir, "\\", "/")); m.Key != "" && fs.ValidPath(dir) {
			out[m.Key] = dir
		}
	}
	return out
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
		if call == nil {
			continue
		}
		below := append(calls[:len(calls):len(calls)], name)
		inside, installed := p.installed[strings.Join(below, ".")]
		if strings.HasPrefix(call.Source, "./") || strings.HasPrefix(call.Source, "../") {
			inside, installed = path.Join(folder, call.Source), true
		}
		if !installed {
			continue
		}
		if err := p.module(files, call.Module, below, inside); err != nil {
			return err
		}
	}
	return nil
}

var (
	resourceLine = regexp.MustCompile(`^\s*resource\s+"?([A-Za-z0-9_-]+)"?\s+"?([A-Za-z0-9_-]+)"?\s*\{`)
	dynamicLine  = regexp.MustCompile(`^\s*dynamic\s+"?([A-Za-z0-9_-]+)"?\s*\{`)
	dynamicWord  = regexp.MustCompile(`^[^#"/]*\bdynamic\b`)
	heredocLine  = regexp.MustCompile(`<<-?([A-Za-z_][A-Za-z0-9_-]*)\s*$`)
)

func (p *places) file(files fs.FS, calls []string, name string) error {
	file, err := files.Open(name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxSource+1))
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if len(text) <= maxSource { // of a larger one nothing is said
		p.lines(string(text), strings.Join(calls, "/")+"\n", name)
	}
	return nil
}

// lines finds the resources and their dynamic blocks in the text of a file. What looks like one in a text of several lines, or in
// a comment of several lines, is none.
func (p *places) lines(text, calls, name string) {
	key, until, n := "", "", 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		switch {
		case until == "*/":
			if strings.Contains(line, until) {
				until = ""
			}
			continue
		case until != "":
			if strings.TrimSpace(line) == until {
				until = ""
			}
			continue
		case strings.HasPrefix(strings.TrimSpace(line), "/*"):
			if !strings.Contains(line, "*/") {
				until = "*/"
			}
			continue
		}
		if found := heredocLine.FindStringSubmatch(line); found != nil {
			until = found[1]
		}
		if found := resourceLine.FindStringSubmatch(line); found != nil {
			key = calls + found[1] + "." + found[2]
			p.stands(key, name, n)
			continue
		}
		if key == "" {
			continue
		}
		if found := dynamicLine.FindStringSubmatch(line); found != nil {
			p.at[key].dynamic[found[1]] = true
		} else if dynamicWord.MatchString(line) {
			p.at[key].dynamic[""] = true // one that is written in another way, of whatever name
		}
	}
}

// stands notes a place. A resource that an override file changes has what either says.
func (p *places) stands(key, name string, line int) {
	was, again := p.at[key]
	switch {
	case !again:
		p.at[key] = spot{name, line, map[string]bool{}}
	case strings.HasSuffix(was.file, "override.tf"):
		p.at[key] = spot{name, line, was.dynamic}
	}
}

// find is where an instance stands, if it was found.
func (p *places) find(i *instance) (spot, bool) {
	if p == nil || i.scope == nil {
		return spot{}, false
	}
	s, ok := p.at[strings.Join(i.scope.source, "/")+"\n"+i.typ+"."+i.name]
	return s, ok
}

// of is where an instance stands, or nothing.
func (p *places) of(i *instance) (file string, line int) {
	at, _ := p.find(i)
	return at.file, at.line
}
