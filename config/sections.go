package config

// Sections say of single sections whether golive may block by them.
type Sections struct {
	Code           Mode `yaml:"code,omitempty" json:"Code,omitzero" reads:"mode" example:"enforce" jsonschema_description:"Section I, code and functional."`
	Delivery       Mode `yaml:"delivery,omitempty" json:"Delivery,omitzero" reads:"mode" example:"enforce" jsonschema_description:"Section II, CI/CD and deployment."`
	Security       Mode `yaml:"security,omitempty" json:"Security,omitzero" reads:"mode" example:"enforce" jsonschema_description:"Section III, security."`
	Performance    Mode `yaml:"performance,omitempty" json:"Performance,omitzero" reads:"mode" example:"observe" jsonschema_description:"Section IV, performance."`
	Monitoring     Mode `yaml:"monitoring,omitempty" json:"Monitoring,omitzero" reads:"mode" example:"observe" jsonschema_description:"Section V, monitoring."`
	Infrastructure Mode `yaml:"infrastructure,omitempty" json:"Infrastructure,omitzero" reads:"mode" example:"observe" jsonschema_description:"Section VI, infrastructure."`
	Launch         Mode `yaml:"launch,omitempty" json:"Launch,omitzero" reads:"mode" example:"enforce" jsonschema_description:"Section VII, other."`
}

// Of returns what is said of a section, by its id; empty: nothing.
func (s Sections) Of(section string) Mode {
	return map[string]Mode{
		"code": s.Code, "delivery": s.Delivery, "security": s.Security, "performance": s.Performance,
		"monitoring": s.Monitoring, "infrastructure": s.Infrastructure, "launch": s.Launch,
	}[section]
}

// ModeOf returns the mode that holds for a section, by its id: what the policy says of
// it, else the mode of the whole.
func (p Policy) ModeOf(section string) Mode {
	if said := p.Sections.Of(section); said != "" {
		return said
	}
	return p.Mode
}
