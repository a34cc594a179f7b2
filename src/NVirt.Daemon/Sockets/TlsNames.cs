using System.IO.Enumeration;

namespace NVirt.Daemon.Sockets;

/// <summary>The names that clients' certificates may have.</summary>
/// <param name="allowed">Subjects, with <c>*</c> for any characters; <see langword="null"/> for all.</param>
internal sealed class TlsNames(string[]? allowed)
{
    /// <summary>Whether a subject is allowed. Blanks after commas do not count.</summary>
    public bool Allow(string subject) => allowed is null
        || allowed.Any(a => FileSystemName.MatchesSimpleExpression(Plain(a), Plain(subject), ignoreCase: false));

    private static string Plain(string subject) => string.Join(',', subject.Split(',').Select(p => p.Trim()));
}
