using NVirt.Cli.Commands.Documents;
using NVirt.Cli.Input;
using NVirt.Domains.Documents;
using NVirt.RelaxNg;
using NVirt.Xml;

namespace NVirt.Cli.Input;

/// <summary>
/// Remarks on what nobody reads of a document, in the words of the validator. A schema is loaded only where there is such a part.
/// </summary>
internal static class UnreadParts
{
    /// <summary>Tells what the schema does not allow of some places of a document; what it leaves free is not told.</summary>
    /// <param name="session">The command.</param>
    /// <param name="file">What messages call the document.</param>
    /// <param name="content">The document, which has been read without a mistake.</param>
    /// <param name="places">Where something stands that nobody reads.</param>
    /// <returns>The places of which something was told.</returns>
    public static IReadOnlySet<Position> Tell(Session session, string file, byte[] content, IEnumerable<Position> places)
    {
        HashSet<Position> unread = session.Quiet ? [] : [.. places];
        HashSet<Position> told = [];
        if (unread.Count == 0)
        {
            return told;
        }

        foreach (RelaxNgError mistake in new Schemas(given: null).Validate(file, content))
        {
            Position place = new(mistake.Line, mistake.Column);
            if (mistake.Kind is RelaxNgErrorKind.ElementNotAllowed or RelaxNgErrorKind.AttributeNotAllowed && unread.Contains(place))
            {
                session.Note(mistake.ToString());
                told.Add(place);
            }
        }

        return told;
    }

    /// <summary>The same of a domain, in those of its parts of which the schema knows everything.</summary>
    /// <returns>The warnings that need not be given any more: those that these parts have no effect.</returns>
    public static IReadOnlySet<string> Tell(Session session, DomainDocument domain, byte[] content)
    {
        IReadOnlySet<Position> told = Tell(
            session, domain.File ?? string.Empty, content, domain.Uninterpreted.Where(p => IsStrict(p.Path)).Select(PositionOf));
        return domain.Uninterpreted.Where(p => told.Contains(PositionOf(p))).Select(domain.WarningOf).ToHashSet(StringComparer.Ordinal);
    }

    private static Position PositionOf(UninterpretedPart part) => new(part.Place.Line, part.Place.Column);

    private static bool IsStrict(string path) => path.Split('/', '[') is [_, _, "cpu" or "features" or "clock" or "vcpu" or "vcpus", _, ..];
}
