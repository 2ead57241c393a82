package config

import (
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"
)

// A PolicySource is a folder with the user's own policies, or an OPA bundle. Paths are relative to the file.
type PolicySource struct {
	Path string `yaml:"path"`
	// Key is a PEM file with the public key that a bundle must be signed with; "" demands no signature.
	Key string `yaml:"key"`
	// Trusted policies are judged in the program's own process, where nothing bounds the memory that they take.
	Trusted bool `yaml:"trusted"`
}

// UnmarshalYAML implements yaml.Unmarshaler: an entry is a path alone, which is not trusted, or a block of keys.
func (p *PolicySource) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		return node.Decode(&p.Path)
	}
	for i := 0; node.Kind == yaml.MappingNode && i+1 < len(node.Content); i += 2 {
		switch key := node.Content[i]; key.Value {
		case "path", "key", "trusted":
		default: // a nested decoder is not strict by itself
			return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: field %s not found in type config.PolicySource", key.Line, key.Value)}}
		}
	}
	type plain PolicySource
	return node.Decode((*plain)(p))
}

// Vouches says that the file was not named by the user and calls some policies trusted.
func (c *Config) Vouches() bool {
	return c.found && slices.ContainsFunc(c.Policies, func(p PolicySource) bool { return p.Trusted })
}
