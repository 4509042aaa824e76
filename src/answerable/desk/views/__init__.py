"""Staff screens: each view reads or writes by one call of the domain and shows what came of it."""
