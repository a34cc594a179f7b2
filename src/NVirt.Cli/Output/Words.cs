using NVirt.Xml;

namespace NVirt.Cli.Output;

/// <summary>Lists of words in messages.</summary>
internal static class Words
{
    /// <summary><c>a, b or c</c>.</summary>
    public static string OneOf(IReadOnlyList<string> words) => words.Count == 1
        ? words[0]
        : Text.Of(Messages.Word_Or, string.Join(", ", words.Take(words.Count - 1)), words[^1]);

    /// <summary>A question that goes on a message about a wrong word; empty if none of those that can stand there is near.</summary>
    public static string Meant(string word, IEnumerable<string> candidates) => Meant(Spelling.Nearest(word, candidates));

    /// <summary>The same, where it is known what may have been meant.</summary>
    public static string Meant(IReadOnlyList<string> words) => words.Count == 0 ? string.Empty : Text.Of(Messages.DidYouMean, OneOf(words));
}
