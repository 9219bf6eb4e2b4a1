"""Lineage: what an RDD is made of, in a form that travels to executors.

A node knows how to compute one partition from its parents' partitions. Data that belongs to a single partition (a slice of a list, a range
of a file) stays with the driver and is sent with that partition's task only; nothing behind a shuffle is sent at all.
"""

import itertools

from ..storagelevel import StorageLevel


class Node:
    def __init__(self, node_id, parents, name, call_site):
        self.id = node_id
        self.parents = parents
        self.name = name
        self.named = False
        self.call_site = call_site
        self.level = StorageLevel.NONE

    @property
    def cached(self):
        return self.level != StorageLevel.NONE

    def partitions(self):
        """How many; on the driver only."""
        raise NotImplementedError

    def inputs(self, index):
        """Partitions of parents that partition `index` is computed from in the same task, as (node, index)."""
        return [(parent, index) for parent in self.parents]

    def compute(self, index, task):
        raise NotImplementedError

    def iterate(self, index, task):
        return task.cached(self, index) if self.cached else self.compute(index, task)

    def __getstate__(self):
        return {**self.__dict__, "parents": []}  # See Lineage.


class Source(Node):
    """A node without parents, whose partitions are data: `splits` gives them, `read(split, task)` turns one into records."""

    def __init__(self, node_id, name, call_site, splits, read):
        super().__init__(node_id, [], name, call_site)
        self._find_splits = splits
        self._splits = None
        self._read = read

    def splits(self):
        """Found when first needed, so that a missing file fails the action and not the definition, as in Spark."""
        if self._splits is None:
            self._splits = self._find_splits()
        return self._splits

    def partitions(self):
        return len(self.splits())

    def compute(self, index, task):
        return self._read(task.split(self.id, index), task)

    def __getstate__(self):
        return {**super().__getstate__(), "_find_splits": None, "_splits": None}


class Mapped(Node):
    """`function(index, iterator)` over one parent."""

    def __init__(self, node_id, parent, name, call_site, function):
        super().__init__(node_id, [parent], name, call_site)
        self._function = function

    def partitions(self):
        return self.parents[0].partitions()

    def compute(self, index, task):
        return iter(self._function(index, self.parents[0].iterate(index, task)))


class Joined(Node):
    """Partition i of every parent, one after the other; parents are partitioned alike."""

    def partitions(self):
        return self.parents[0].partitions()

    def compute(self, index, task):
        return itertools.chain.from_iterable(parent.iterate(index, task) for parent in self.parents)


class Grouped(Node):
    """Each partition is a list of parents' partitions: union and coalesce."""

    def __init__(self, node_id, parents, name, call_site, groups):
        super().__init__(node_id, parents, name, call_site)
        self._find_groups = groups
        self._groups = None

    def groups(self):
        if self._groups is None:
            self._groups = self._find_groups()
        return self._groups

    def partitions(self):
        return len(self.groups())

    def inputs(self, index):
        return [(self.parents[parent], at) for parent, at in self.groups()[index]]

    def compute(self, index, task):
        group = task.split(self.id, index)
        return itertools.chain.from_iterable(self.parents[parent].iterate(at, task) for parent, at in group)

    def __getstate__(self):
        return {**super().__getstate__(), "_find_groups": None, "_groups": None}


class Shuffled(Node):
    """Key-value records brought together by `partition_of(key)`. A stage ends at its parent and another begins here."""

    def __init__(self, node_id, parent, name, call_site, shuffle_id, count, partition_of):
        super().__init__(node_id, [parent], name, call_site)
        self.shuffle_id = shuffle_id
        self.count = count
        self.partition_of = partition_of

    def partitions(self):
        return self.count

    def inputs(self, index):
        return []

    def compute(self, index, task):
        return task.read_shuffle(self.shuffle_id, index)

    def __getstate__(self):
        return {**super().__getstate__(), "partition_of": None}


def lineage(node):
    """The nodes of node's stage and the shuffles that it starts from, each once, nearest first."""
    nodes, shuffles, seen, queue = [], [], set(), [node]
    while queue:
        current = queue.pop(0)
        if current.id in seen:
            continue
        seen.add(current.id)
        nodes.append(current)
        if isinstance(current, Shuffled):
            shuffles.append(current)
        else:
            queue.extend(current.parents)
    return nodes, shuffles


def needs(node, index):
    """What the task for one partition must be told: splits by (node, index), shuffles by id with the reduce partition, cached nodes."""
    splits, shuffles, cached, queue, seen = {}, {}, [], [(node, index)], set()
    while queue:
        current, at = queue.pop()
        if (current.id, at) in seen:
            continue
        seen.add((current.id, at))
        if current.cached:
            cached.append((current.id, at))
        if isinstance(current, Source):
            splits[current.id, at] = current.splits()[at]
        elif isinstance(current, Grouped):
            splits[current.id, at] = current.groups()[at]
        elif isinstance(current, Shuffled):
            shuffles.setdefault(current.shuffle_id, set()).add(at)
        queue.extend(current.inputs(at))
    return splits, shuffles, cached


class Lineage:
    """A stage's nodes on their way to executors: side by side, because pickling them inside one another would end at some hundred of them."""

    def __init__(self, root):
        self._root = root

    def __reduce__(self):
        nodes = {node.id: node for node in lineage(self._root)[0]}
        links = {node.id: [] if isinstance(node, Shuffled) else [parent.id for parent in node.parents] for node in nodes.values()}
        return _link, (self._root.id, nodes, links)


def _link(root, nodes, links):
    for node_id, parents in links.items():
        nodes[node_id].parents = [nodes[parent] for parent in parents]
    return nodes[root]
