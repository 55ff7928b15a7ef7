"""What people see: view models, HTML, maps and charts."""
