"""Who may change whom: nobody gives, or takes over, what one does not hold."""

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet

from posts.editorial.roles import Visitor


def permissions_held(user: Visitor) -> QuerySet[Permission]:
    """Return the permissions that `user` may hand on; a superuser all of them."""
    if user.is_superuser:
        return Permission.objects.all()
    return _given_to(user.pk)


def groups_held(user: Visitor) -> QuerySet[Group]:
    """Return the groups that give nothing beyond what `user` holds."""
    beyond = Permission.objects.exclude(pk__in=permissions_held(user).values("pk"))
    return Group.objects.exclude(permissions__in=beyond)


def may_change_person(user: Visitor, person: User) -> bool:
    """Whether `user` may change `person`: a password that one sets is an account taken over."""
    if user.is_superuser:
        return True
    held = permissions_held(user).values("pk")
    # Of somebody who is not active, too: that is one tick away.
    return not person.is_superuser and not _given_to(person.pk).exclude(pk__in=held).exists()


def may_change_group(user: Visitor, group: Group) -> bool:
    return user.is_superuser or groups_held(user).filter(pk=group.pk).exists()


def _given_to(key: int | None) -> QuerySet[Permission]:
    given = Permission.objects.filter(Q(user=key) | Q(group__user=key)).order_by()
    return Permission.objects.filter(pk__in=given.values("pk"))
