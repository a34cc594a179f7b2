namespace NVirt.Cli.Input;

/// <summary>Remarks on what a form cannot carry.</summary>
internal static class Notes
{
    /// <summary>Writes each of them; <c>--quiet</c> leaves them out.</summary>
    public static void Write(Session session, string file, IEnumerable<string> notes)
    {
        foreach (string note in notes)
        {
            session.Note($"{file}: {note}");
        }
    }
}
