"""Histories of a training: what they say, plot and keep."""

import importlib.util

import pytest
from network_samples import blobs, small

from symnn.network import Epoch, History


def test_a_history_says_the_numbers_of_the_epoch_that_is_kept_and_of_the_last():
    rows = [Epoch(3.0 - k, 0.5 + k / 10, (1.0,), 0.1, 1.0 + k, 0.9 - k / 10) for k in range(3)]
    text = str(History(rows, best=0, stopped=True))
    assert text == (
        "3 epochs, parameters of epoch 1: loss 3, accuracy 50.00%, validation loss 1, validation accuracy 90.00%; "
        "last epoch: loss 1, accuracy 70.00%, validation loss 3, validation accuracy 70.00%"
    )
    assert str(History(rows, best=2)).endswith(
        "parameters of epoch 3: loss 1, accuracy 70.00%, validation loss 3, validation accuracy 70.00%"
    )
    assert str(History(rows[:1])) == "1 epoch, loss 3, accuracy 50.00%, validation loss 1, validation accuracy 90.00%"
    assert (History(rows, best=1).kept, History(rows).kept, History().kept) == (rows[1], rows[2], None)


@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is None, reason="matplotlib is not installed: symnn[plot]")
def test_a_history_plots_its_numbers(tmp_path):
    history = small().fit(*blobs(), epochs=3, validation=0.2)
    figure = history.plot()
    assert [a.get_ylabel() for a in figure.axes] == ["loss", "accuracy", "gradient norm"]
    figure.savefig(tmp_path / "history.png")


@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is not None, reason="matplotlib is installed")
def test_without_matplotlib_plot_says_what_to_install():
    history = small().fit(*blobs(), epochs=1)
    with pytest.raises(ImportError, match=r"pip install 'symnn\[plot\]'"):
        history.plot()


def test_a_history_that_was_kept_is_the_same_history(tmp_path):
    from symnn.network.history import History

    history = small().fit(*blobs(), epochs=2, validation=0.2)
    history.save(tmp_path / "history.json")
    assert History.load(tmp_path / "history.json") == history


def test_another_file_is_no_history(tmp_path):
    from symnn.network.history import History

    (tmp_path / "other.json").write_text('{"symnn": "network"}', encoding="utf-8")
    with pytest.raises(ValueError, match="no training history"):
        History.load(tmp_path / "other.json")
