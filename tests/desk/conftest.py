from tests.admin.conftest import desk, editor

__all__ = ["desk", "editor"]
