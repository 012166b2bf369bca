package edge

// Read reads a configuration by its name; an error where it is none.
func Read(name, content string) (Server, error) {
	if caddyNamed(name) {
		return OfCaddy(name, content), nil
	}
	directives, err := Nginx(content)
	if err != nil {
		return Server{}, err
	}
	return OfNginx(name, directives), nil
}
