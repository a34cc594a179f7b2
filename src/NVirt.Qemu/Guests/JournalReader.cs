using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Driver;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>
/// Reads QEMU's own event log as it grows. It can be read to its end even after QEMU is gone and the file removed.
/// </summary>
internal sealed class JournalReader : IDisposable
{
    // A line is an event; the longest known one has a few hundred bytes.
    private const int MaxLine = 64 * 1024;

    // The most that is read at once, so that one guest does not delay others.
    private const int MaxRead = 256 * 1024;

    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer = new byte[4096];
    private readonly List<byte> _line = [];
    private long _position;
    private bool _isInside;

    private JournalReader(SafeFileHandle file) => _file = file;

    /// <summary>How many lines were skipped so far: they are not events, or were gone before they could be read.</summary>
    public long Skipped { get; private set; }

    /// <summary>Opens a journal; <see langword="null"/> if it no longer exists.</summary>
    /// <param name="files">The guest's folder.</param>
    /// <param name="isFromNow">Whether existing entries are skipped.</param>
    /// <exception cref="DomainException">It is not a file, or cannot be opened.</exception>
    public static JournalReader? Open(PrivateFolder files, bool isFromNow)
    {
        SafeFileHandle? file = files.TryOpen(GuestFolder.JournalOutFile, OpenFlags.Read);
        if (file is null)
        {
            return null;
        }

        long length = isFromNow ? RandomAccess.GetLength(file) : 0;
        return new JournalReader(file) { _position = length, _isInside = length > 0 };
    }

    /// <summary>Whether there is more to read.</summary>
    public bool IsBehind => RandomAccess.GetLength(_file) > _position;

    /// <summary>The events added since the last call, up to the limit for one read.</summary>
    public IEnumerable<QmpEvent> ReadNew()
    {
        SkipWhatIsOld();
        long end = _position + MaxRead;
        int count;
        while (_position < end && (count = RandomAccess.Read(_file, _buffer, _position)) > 0)
        {
            _position += count;
            for (int i = 0; i < count; i++)
            {
                if (_buffer[i] != (byte)'\n')
                {
                    Add(_buffer[i]);
                    continue;
                }

                if (Parse() is { } happened)
                {
                    yield return happened;
                }

                _line.Clear();
                _isInside = false;
            }
        }
    }

    public void Dispose() => _file.Dispose();

    // If events come faster than they are read, the newest count; older ones are soon dropped from the file.
    private void SkipWhatIsOld()
    {
        long length = RandomAccess.GetLength(_file);
        if (length - _position > GuestJournal.KeptBytes)
        {
            _position = length - (GuestJournal.KeptBytes / 2);
            _line.Clear();
            _isInside = true;
            Skipped++;
        }
    }

    private void Add(byte next)
    {
        if (_line.Count < MaxLine)
        {
            _line.Add(next);
        }
        else if (!_isInside)
        {
            _isInside = true;
            Skipped++;
        }
    }

    // It also contains the greeting and the answer to the negotiation. A line that was entered in the middle, or is too long, is
    // skipped.
    private QmpEvent? Parse()
    {
        if (_isInside || _line.Count == 0)
        {
            return null;
        }

        try
        {
            return QmpMessageParser.Parse(_line.ToArray()) is QmpMessage.Event happened && GuestEvents.IsSound(happened.Value)
                ? happened.Value : null;
        }
        catch (QmpException e) when (e.Kind == QmpErrorKind.Malformed)
        {
            Skipped++;
            return null;
        }
    }
}
