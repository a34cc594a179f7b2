using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Cli.Input;

/// <summary>What people should know of raw data before they trust what is made of it.</summary>
internal static class SourceNotes
{
    // Longer lists are cut, with their number.
    private const int MostNames = 12;

    /// <summary>Says what was implied, and what some of the processors lack.</summary>
    public static void Write(Session session, CpuSource source)
    {
        if (source.Implied.Length > 0)
        {
            session.Note(Text.Of(Messages.Note_Implied, source.File, string.Join(", ", source.Implied)));
        }

        if (source.Differing.Length > 0)
        {
            session.Note(Text.Of(Messages.Note_Differing, source.File, source.Processors, Names(source.Differing)));
        }
    }

    /// <summary>Says of which features the source says nothing, and that they count as absent.</summary>
    public static void WriteUnknown(Session session, CpuSource source)
    {
        if (source.Unknown.Length > 0)
        {
            session.Note(Text.Of(Messages.Note_UnknownCountsAsAbsent, source.File, source.Unknown.Length));
        }
    }

    /// <summary>A list of names of a readable length.</summary>
    public static string Names(IReadOnlyCollection<string> names) => names.Count <= MostNames
        ? string.Join(", ", names)
        : Text.Of(Messages.List_AndMore, string.Join(", ", names.Take(MostNames)), names.Count - MostNames);
}
