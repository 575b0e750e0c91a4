"""What was published before has its place in the tree: root, ordinal and counts."""

from collections import Counter

from django.db import migrations

PATH_STEP = 7


def place(apps, schema_editor):
    Thread = apps.get_model("comments", "Thread")
    for thread in Thread.objects.filter(last_number__gt=0).iterator():
        place_comments_of(thread, apps.get_model("comments", "Comment"))


def place_comments_of(thread, Comment):
    placed, by_number, last, replies = {}, {}, Counter(), Counter()
    numbered = Comment.objects.filter(thread=thread, number__isnull=False).order_by("number")
    fields = ("pk", "number", "parent", "path", "status", "root", "ordinal", "place")
    for comment in numbered.only(*fields).iterator():
        above = placed.get(comment.parent_id)
        comment.root_id = above and (above.root_id or above.pk)
        last[comment.root_id] += 1
        comment.ordinal = last[comment.root_id]
        root = placed.get(comment.root_id)
        ordinals = [root.ordinal, comment.ordinal] if root else [comment.ordinal]
        comment.place = ".".join(map(str, [thread.pk, *ordinals]))
        placed[comment.pk] = by_number[comment.number] = comment
        if comment.status == "approved" and above:
            steps = range(0, len(comment.path) - PATH_STEP, PATH_STEP)
            path = {by_number[int(comment.path[s : s + PATH_STEP])].pk for s in steps}
            replies.update(path | {above.pk})
    for comment in placed.values():
        comment.last_reply, comment.reply_count = last[comment.pk], replies[comment.pk]
    changed = ["root", "ordinal", "place", "last_reply", "reply_count"]
    Comment.objects.bulk_update(placed.values(), changed, batch_size=500)
    thread.last_root = last[None]
    thread.save(update_fields=["last_root"])


class Migration(migrations.Migration):
    dependencies = [("comments", "0009_place_in_the_tree")]

    operations = [migrations.RunPython(place, migrations.RunPython.noop)]
