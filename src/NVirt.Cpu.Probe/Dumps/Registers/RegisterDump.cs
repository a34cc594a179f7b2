namespace NVirt.Cpu.Probe.Dumps.Registers;

/// <summary>Reads dumps with one line per leaf.</summary>
internal static class RegisterDump
{
    /// <summary>Whether a line of the text shows that it has this format.</summary>
    public static bool Looks(DumpText text, RegisterLineForm form)
    {
        ReadOnlySpan<byte> plain = text.Plain;
        foreach (Range range in plain.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = Trim(plain[range]);
            if (!line.IsEmpty && form.Begins(line) && form.Tells(line))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every processor with its leaves. Leaves that the program asked for and the processor does not have are dropped.</summary>
    /// <exception cref="CpuException">Too large, malformed, or without any leaf (xml).</exception>
    public static IReadOnlyList<DumpedCpu> Read(DumpText text, RegisterLineForm form)
    {
        DumpLimits.CheckSize(text.Bytes.Span, text.File);
        ProcessorBlocks blocks = new(text.File);
        ReadOnlySpan<byte> plain = text.Plain;
        int number = 0;
        foreach (Range range in plain.Split((byte)'\n'))
        {
            number++;
            ReadOnlySpan<byte> line = Trim(plain[range]);
            if (line.IsEmpty)
            {
                continue;
            }

            if (form.Begins(line))
            {
                LineCursor cursor = new(plain[range], text.File, number);
                Add(blocks, form.Read(ref cursor), ref cursor);
            }

            if (form.Heading(line) is { } heading)
            {
                blocks.Begin(heading, number);
            }
        }

        return blocks.Processors();
    }

    private static void Add(ProcessorBlocks blocks, RegisterLine line, ref LineCursor cursor)
    {
        if (line.Item is { } item && !blocks.TryAdd(item, line.IsInOrder, cursor.Number) && !line.IsRepetition)
        {
            throw cursor.Expected(Messages.Probe_SameLeaf);
        }
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line) => line.Trim(" \t\r"u8);
}
