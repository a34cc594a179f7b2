using System.Diagnostics;
using NVirt.Domains.Driver.Peers;
using NVirt.Xml;

namespace NVirt.Remote.Transports;

/// <summary>Both ways through a program: what it writes is read, and what is written it reads. It ends with the stream.</summary>
internal sealed class ProcessStream : Stream
{
    private static readonly TimeSpan WordsPatience = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly Stream _output;
    private readonly Stream _input;
    private readonly BoundedOutput _errors;

    public ProcessStream(Process process)
    {
        _process = process;
        _output = process.StandardOutput.BaseStream;
        _input = process.StandardInput.BaseStream;
        _errors = new BoundedOutput(process.StandardError);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The program has ended, and said why.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await _output.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count > 0)
        {
            return count;
        }

        string words = await WordsAsync(cancellationToken).ConfigureAwait(false);
        return words.Length == 0 ? 0 : throw new IOException(words);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The program has ended, and said why.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await _input.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            string words = await WordsAsync(cancellationToken).ConfigureAwait(false);
            throw words.Length == 0 ? e : new IOException(words, e);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _input.FlushAsync(cancellationToken);

    public override void Flush() => _input.Flush();

    public override int Read(byte[] buffer, int offset, int count) => _output.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => _input.Write(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // What the program said on its standard error, once it has ended.
    private async Task<string> WordsAsync(CancellationToken cancellation)
    {
        await Task.WhenAny(_errors.Completion, Task.Delay(WordsPatience, cancellation)).ConfigureAwait(false);
        return PeerText.Show(Text.OnOneLine(_errors.Text.Trim(), 500));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                _process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It has ended.
            }

            _process.Dispose();
        }

        base.Dispose(disposing);
    }
}
