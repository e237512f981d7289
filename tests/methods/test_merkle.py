"""The tree of RFC 6962: against its recursive definition, the vectors of Certificate Transparency, and false proofs."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communityup.methods import merkle

# The eight leaves and the roots of the first one to eight of them, of the reference implementation of RFC 6962.
CT_LEAVES = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

sizes = st.integers(1, 70)


def leaves_of(size: int) -> list[bytes]:
    return [merkle.leaf_hash(f"leaf {number}".encode()) for number in range(size)]


def by_the_book(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + by_the_book(leaves[:k]) + by_the_book(leaves[k:])).digest()


def test_the_vectors_of_certificate_transparency() -> None:
    leaves = [merkle.leaf_hash(bytes.fromhex(data)) for data in CT_LEAVES]
    assert [merkle.root(leaves[:size]).hex() for size in range(1, 9)] == CT_ROOTS
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.integers(0, 200))
def test_the_root_is_the_recursive_one_and_grows_leaf_by_leaf(size: int) -> None:
    leaves = leaves_of(size)
    assert merkle.root(leaves) == by_the_book(leaves)
    frontier = merkle.Frontier()
    for number, leaf in enumerate(leaves):
        assert frontier.size == number
        frontier.add(leaf)
    assert frontier.root() == by_the_book(leaves)


@given(sizes, st.data())
def test_every_leaf_can_be_proved_to_be_in_the_tree(size: int, data: st.DataObject) -> None:
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(leaves, index)
    assert merkle.verify_inclusion(leaves[index], index, size, proof, merkle.root(leaves))


@given(sizes, st.data())
def test_a_false_proof_of_inclusion_does_not_hold(size: int, data: st.DataObject) -> None:
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))
    proof, root = merkle.inclusion_proof(leaves, index), merkle.root(leaves)
    wrong = merkle.leaf_hash(b"another")
    assert not merkle.verify_inclusion(wrong, index, size, proof, root)
    assert not merkle.verify_inclusion(leaves[index], index, size, [*proof, wrong], root)
    assert not merkle.verify_inclusion(leaves[index], index, size, proof, wrong)
    assert not merkle.verify_inclusion(leaves[index], -1, size, proof, root)
    assert not merkle.verify_inclusion(leaves[index], size, size, proof, root)
    other = data.draw(st.integers(0, size - 1))
    if other != index:
        assert not merkle.verify_inclusion(leaves[index], other, size, proof, root)
    if proof:
        assert not merkle.verify_inclusion(leaves[index], index, size, proof[:-1], root)
        place = data.draw(st.integers(0, len(proof) - 1))
        assert not merkle.verify_inclusion(
            leaves[index], index, size, [*proof[:place], wrong, *proof[place + 1 :]], root
        )


@given(sizes, st.data())
def test_a_tree_can_be_proved_to_begin_with_an_earlier_one(size: int, data: st.DataObject) -> None:
    leaves, earlier = leaves_of(size), data.draw(st.integers(0, size))
    proof = merkle.consistency_proof(leaves, earlier)
    assert merkle.verify_consistency(earlier, size, proof, merkle.root(leaves[:earlier]), merkle.root(leaves))


@given(st.integers(2, 70), st.data())
def test_a_rewritten_tree_cannot_be_proved_to_begin_with_the_earlier_one(size: int, data: st.DataObject) -> None:
    leaves, earlier = leaves_of(size), data.draw(st.integers(1, size - 1))
    changed = list(leaves)
    changed[data.draw(st.integers(0, earlier - 1))] = merkle.leaf_hash(b"changed")
    then, now = merkle.root(leaves[:earlier]), merkle.root(changed)
    assert not merkle.verify_consistency(earlier, size, merkle.consistency_proof(changed, earlier), then, now)
    proof = merkle.consistency_proof(leaves, earlier)
    assert not merkle.verify_consistency(earlier, size, proof, then, now)
    assert not merkle.verify_consistency(earlier, size, proof[:-1], then, merkle.root(leaves))
    assert not merkle.verify_consistency(earlier, size, [*proof, then], then, merkle.root(leaves))


def test_a_longer_tree_is_no_beginning_of_a_shorter_one() -> None:
    root = merkle.root(leaves_of(3))
    assert not merkle.verify_consistency(4, 3, [], root, root)
    assert not merkle.verify_consistency(3, 3, [root], root, root)
    assert not merkle.verify_consistency(-1, 3, [], root, root)
    assert not merkle.verify_consistency(3, 3, [], root, merkle.EMPTY_ROOT)
    assert not merkle.verify_consistency(0, 3, [], root, root)


@pytest.mark.parametrize("index", [-1, 3])
def test_what_is_not_there_has_no_proof(index: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion_proof(leaves_of(3), index)
    with pytest.raises(ValueError, match="no earlier size"):
        merkle.consistency_proof(leaves_of(2), index)
