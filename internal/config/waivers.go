package config

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// DefaultWaivers is the waivers file of the waiver commands when none is named.
const DefaultWaivers = "waivers.yaml"

// A WaiversFile is a waivers file as it was read, right or wrong.
type WaiversFile struct {
	path    string
	entries []waiverEntry
	wrong   []problem
}

// waiverEntry is a waiver that knows its lines.
type waiverEntry struct {
	engine.Waiver
	line int
	// keys are the lines of the keys; policies and resources those of the list's entries.
	keys                map[string]int
	policies, resources []int
	// wrong are the lines at which the YAML reader found something.
	wrong []int
}

// A problem is what is wrong, in the words of the YAML reader or in ours, and where.
type problem struct {
	line int
	text string
}

// LoadWaivers reads a waivers file and refuses it when anything is wrong with a waiver: a field is missing, the approver
// is the owner, it lasts for more than engine.MaxWaiverDays. Errors name file and line of all that is wrong.
func LoadWaivers(path string) (*WaiversFile, error) {
	file, err := ReadWaivers(path)
	if err != nil {
		return nil, err
	}
	return file, file.Problems(Known{})
}

// Path is the file as it was named.
func (f *WaiversFile) Path() string { return f.path }

// ReadWaivers reads a waivers file. What is wrong in it, Problems tells; an error is that it cannot be opened.
func ReadWaivers(path string) (*WaiversFile, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, &collectors.UsageError{Err: fmt.Errorf("read waivers: %w", err), Hint: "name the file with --waivers or under waivers: in assize.yaml"}
	}
	return ParseWaivers(path, text), nil
}

// ParseWaivers is ReadWaivers for a text; path stands in what Problems says.
func ParseWaivers(path string, text []byte) *WaiversFile {
	var form struct {
		Waivers []yaml.Node `yaml:"waivers"`
	}
	file := &WaiversFile{path: path}
	for _, text := range decoded(text, &form) {
		file.wrong = append(file.wrong, problem{lineIn(text), text})
	}
	for i := range form.Waivers {
		node := resolved(&form.Waivers[i])
		entry, wrong := readWaiver(node)
		file.wrong = append(file.wrong, wrong...)
		if node.Kind == yaml.MappingNode {
			file.entries = append(file.entries, entry)
		}
	}
	return file
}

// Waivers are those of the file, in its order. Where there are problems they may lack something. No file has none.
func (f *WaiversFile) Waivers() []engine.Waiver {
	if f == nil {
		return nil
	}
	out := make([]engine.Waiver, 0, len(f.entries))
	for _, e := range f.entries {
		out = append(out, e.Waiver)
	}
	return out
}

// Line is where the waiver with that id stands, or 0.
func (f *WaiversFile) Line(id string) int {
	i := slices.IndexFunc(f.entries, func(e waiverEntry) bool { return e.ID == id })
	if i < 0 {
		return 0
	}
	return f.entries[i].line
}

// Problems is all that is wrong, in one error with a hint, by line; nil when all is right.
func (f *WaiversFile) Problems(known Known) error {
	if f == nil {
		return nil
	}
	wrong := slices.Clone(f.wrong)
	first := map[string]int{}
	for _, e := range f.entries {
		if line, twice := first[e.ID]; twice && e.ID != "" {
			wrong = append(wrong, e.problem("id", "it is already on line %d", line))
		}
		if _, twice := first[e.ID]; !twice {
			first[e.ID] = e.line
		}
		wrong = append(wrong, e.check()...)
		wrong = append(wrong, known.check(e)...)
	}
	if len(wrong) == 0 {
		return nil
	}
	slices.SortStableFunc(wrong, func(a, b problem) int { return cmp.Compare(a.line, b.line) })
	texts := make([]string, 0, len(wrong))
	for _, p := range wrong {
		texts = append(texts, p.text)
	}
	return usage(f.path, texts, waiversHint)
}

// readWaiver reads one waiver, and goes on after what is wrong in it.
func readWaiver(node *yaml.Node) (waiverEntry, []problem) {
	e := waiverEntry{line: node.Line, keys: map[string]int{}}
	var wrong []problem
	add := func(text string) {
		line := lineIn(text)
		e.wrong, wrong = append(e.wrong, line), append(wrong, problem{line, text})
	}
	known := []string{"id", "policies", "resources", "reason", "owner", "approved_by", "ticket", "granted", "expires"}
	each(node, func(key, value *yaml.Node) {
		e.keys[key.Value] = key.Line
		switch {
		case !slices.Contains(known, key.Value): // a nested decoder is not strict by itself
			add(unknownKey(key))
		case key.Value == "policies":
			e.policies = linesOf(value)
		case key.Value == "resources":
			e.resources = linesOf(value)
			for _, item := range value.Content {
				each(resolved(item), func(key, _ *yaml.Node) {
					if !slices.Contains(engine.ScopeKeys(), key.Value) {
						add(unknownKey(key))
					}
				})
			}
		}
	})
	for _, text := range problemsOf(node.Decode(&e.Waiver)) {
		add(text)
	}
	return e, wrong
}

func unknownKey(key *yaml.Node) string {
	return fmt.Sprintf("line %d: field %s not found in type config.Waiver", key.Line, strings.Join(strings.Fields(key.Value), "_"))
}

// each visits the keys of a block.
func each(node *yaml.Node, visit func(key, value *yaml.Node)) {
	if node.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		visit(node.Content[i], resolved(node.Content[i+1]))
	}
}

// resolved follows an alias to what it stands for.
func resolved(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode {
		return node.Alias
	}
	return node
}

func linesOf(list *yaml.Node) []int {
	out := make([]int, 0, len(list.Content))
	for _, item := range list.Content {
		out = append(out, item.Line)
	}
	return out
}

// lineIn is the line that a text of the YAML reader names, or 0.
func lineIn(text string) int {
	m := anyLine.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	line, err := strconv.Atoi(m[1])
	if err != nil { // more digits than a line can have
		return 0
	}
	return line
}
