"""Scene tests of the answers: what the machines say, and which words it hangs on."""

from explainer.scenes.cast import Cast, Outcome, alike, best, named, repeated, share


def the_network_answers(cast: Cast) -> Outcome:
    """T1: it gives the right word at least 80 of 100 points."""
    trace = cast.network.read(cast.example)
    p = share(trace, [cast.scene.answer])
    return Outcome(p >= 0.8 and best(trace) == cast.scene.answer, {"p": p})


def counting_repeats_itself(cast: Cast) -> Outcome:
    """T2: the 2-gram says the same after both occurrences of the last word, and not the answer."""
    first, last = repeated(cast)
    trace = cast.counting.read(cast.example)
    same = first < last and alike(trace.probs[first], trace.probs[last])
    top, p = trace.top(last)[0]
    return Outcome(same and top != cast.scene.answer, {"top": top, "p": p})


def the_answer_follows_the_subject(cast: Cast) -> Outcome:
    """T3: with any other subject the best word is that subject's answer."""
    traces = {subject: cast.network.read(cast.told_of(subject)) for subject in cast.subjects}
    shares = {subject: share(traces[subject], answers) for subject, answers in cast.subjects.items()}
    right = all(best(traces[subject]) in answers for subject, answers in cast.subjects.items())
    return Outcome(right, named(cast, shares))


def only_the_subject_is_needed(cast: Cast) -> Outcome:
    """T4: with its subject covered an answer falls to 35 points or less; with any other piece covered it stays on top."""
    lost, kept = {}, True
    for subject, answers in cast.subjects.items():
        tokens = cast.told_of(subject)
        own = set(range(cast.place, cast.place + len(subject)))
        lost[subject] = share(cast.network.read(tokens, covered=own), answers)
        others = set(range(1, len(tokens))) - own
        kept = kept and all(best(cast.network.read(tokens, covered=[piece])) in answers for piece in others)
    return Outcome(max(lost.values()) <= 0.35 and kept, {"others_keep_it": kept, **named(cast, lost)})


def the_event_decides_the_reaction(cast: Cast) -> Outcome:
    """T5: after a good event the good reaction is likelier than the bad one, after a bad event the other way round."""
    words, reactions = cast.scene.sentence, cast.scene.reactions
    stories = {"bad": words[:words.index(reactions["bad"])], "good": cast.scene.good}
    traces = {kind: cast.network.read(cast.tokens(story)) for kind, story in stories.items()}
    shares = {f"{kind} event, {word}": share(trace, [word]) for kind, trace in traces.items() for word in reactions.values()}
    right = all(share(traces[kind], [reactions[kind]]) > share(traces[kind], [reactions[other]])
                for kind, other in (("bad", "good"), ("good", "bad")))
    return Outcome(right, shares)


def a_stranger_leaves_it_unsure(cast: Cast) -> Outcome:
    """T8: with a name it never met as the subject no word gets more than 50 points."""
    words = (cast.scene.unknown,)
    trace = cast.network.read(cast.told_of(words))
    word, p = trace.top(len(trace) - 1)[0]
    return Outcome(words[0] not in cast.network.vocab.index and p <= 0.5, {"top": word, "p": p})
